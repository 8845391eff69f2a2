"""The nemesis: who undergoes what, when, and that no device is ever entered twice."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from emulators.clock import VirtualClock
from emulators.effects import Effect, Injected
from emulators.errors import UsageError
from emulators.events import Payload, event, to_json
from emulators.faults.events import FaultCleared, FaultFired
from emulators.faults.fault import Fault, ScheduledFault, fault, parse_fault
from emulators.faults.nemesis import Nemesis
from emulators.faults.trigger_text import parse_trigger
from emulators.history import History


@dataclass(frozen=True, slots=True)
class Break(Effect):
    """It breaks."""


@dataclass(frozen=True, slots=True)
class Mend(Effect):
    """It is mended."""


@fault("test.broken", target="machine", zh="坏了", field="it broke")
@dataclass(frozen=True, slots=True)
class Broken(Fault):
    """The machine is broken."""

    lasts: int = 0
    loud: bool = True

    def strike(self) -> Effect:
        return Break()

    def mend(self) -> Effect | None:
        return Mend()

    def lasts_ms(self) -> int | None:
        return self.lasts or None


@event("test.step")
@dataclass(frozen=True, slots=True)
class Stepped(Payload):
    """A machine did a step."""


@event("test.broke")
@dataclass(frozen=True, slots=True)
class Broke(Payload):
    """A machine broke."""


@dataclass
class Machine:
    """A device that records what it does and undergoes what it is told."""

    history: History
    name: str
    undergone: list[str] = field(default_factory=list)
    busy: bool = False

    def step(self) -> None:
        self.busy = True
        directive = self.history.record(self.name, Stepped())
        self.busy = False
        for injected in directive.injected:
            self.apply(injected)

    def apply(self, injected: Injected) -> None:
        assert not self.busy, "entered while it waits in record"
        self.undergone.append(type(injected.effect).__name__)
        self.busy = True
        directive = self.history.record(self.name, Broke(), cause=injected.cause)
        self.busy = False
        for more in directive.injected:
            self.apply(more)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def history(clock: VirtualClock) -> History:
    return History(clock)


@pytest.fixture
def nemesis(history: History, clock: VirtualClock) -> Nemesis:
    return Nemesis(history, clock)


@pytest.fixture
def machine(history: History, nemesis: Nemesis) -> Callable[[str], Machine]:
    def make(name: str) -> Machine:
        item = Machine(history, name)
        nemesis.attach(name, item)
        return item

    return make


def scheduled(trigger: str, device: str = "", fault_: Fault | None = None) -> ScheduledFault:
    return ScheduledFault(fault_ or Broken(), parse_trigger(trigger), device)


def test_the_recording_device_gets_its_fault_in_the_directive(
    machine: Callable[[str], Machine], nemesis: Nemesis
) -> None:
    one = machine("machine")
    nemesis.arm(scheduled("event(test.step,nth=2)"))
    one.step()
    assert one.undergone == []
    one.step()
    assert one.undergone == ["Break"]


def test_another_device_undergoes_it_before_the_recorder_goes_on(
    machine: Callable[[str], Machine], nemesis: Nemesis, history: History
) -> None:
    machine("machine")
    other = machine("other")
    nemesis.arm(scheduled("event(test.step)"))
    other.step()
    assert [item.kind for item in history.events][1:] == ["test.step", "fault.fired", "test.broke"]
    assert history.events[3].cause == history.events[2].seq
    assert history.events[2].cause == history.events[1].seq


def test_a_fault_that_comes_back_to_a_waiting_device_is_added_to_its_directive(
    machine: Callable[[str], Machine], nemesis: Nemesis
) -> None:
    first, second = machine("machine"), machine("second")
    nemesis.arm(scheduled("event(test.step)", "second"))
    nemesis.arm(scheduled("event(test.broke)", "machine"))
    first.step()
    assert (first.undergone, second.undergone) == (["Break"], ["Break"])


def test_now_strikes_when_it_is_armed_and_after_ms_in_time(
    machine: Callable[[str], Machine], nemesis: Nemesis, clock: VirtualClock
) -> None:
    one = machine("machine")
    nemesis.arm(scheduled("now"))
    nemesis.arm(scheduled("after_ms(500)"))
    assert one.undergone == ["Break"]
    clock.advance(0.5)
    assert one.undergone == ["Break", "Break"]


def test_mending_puts_right_what_stands_and_only_once(
    machine: Callable[[str], Machine], nemesis: Nemesis, history: History
) -> None:
    one = machine("machine")
    nemesis.arm(scheduled("now"))
    assert nemesis.mend("test.other") == 0
    assert nemesis.mend("test") == 1
    assert nemesis.mend() == 0
    assert one.undergone == ["Break", "Mend"]
    fired, cleared = next(history.of(FaultFired)), next(history.of(FaultCleared))
    assert cleared[0].cause == fired[0].seq


def test_a_fault_with_a_time_mends_itself(
    machine: Callable[[str], Machine], nemesis: Nemesis, clock: VirtualClock
) -> None:
    one = machine("machine")
    nemesis.arm(scheduled("now", fault_=Broken(lasts=200)))
    clock.advance(0.2)
    assert one.undergone == ["Break", "Mend"]
    assert nemesis.mend() == 0


def test_an_armed_fault_that_never_fires_leaves_no_trace_on_the_devices(
    machine: Callable[[str], Machine], nemesis: Nemesis, history: History
) -> None:
    one = machine("machine")
    nemesis.arm(scheduled("event(test.step,nth=9)"))
    one.step()
    assert [item.kind for item in history.events if item.device == "machine"] == ["test.step"]
    nemesis.disarm_all()
    for _ in range(20):
        one.step()
    assert one.undergone == []


def test_a_fault_for_a_device_that_is_not_there_is_refused(nemesis: Nemesis) -> None:
    with pytest.raises(UsageError, match="needs 'machine'; this bench has"):
        nemesis.arm(scheduled("now"))


def test_the_same_schedule_twice_gives_the_same_history() -> None:
    def run() -> list[dict[str, object]]:
        clock = VirtualClock()
        history = History(clock)
        nemesis = Nemesis(history, clock)
        one = Machine(history, "machine")
        nemesis.attach("machine", one)
        nemesis.arm(scheduled("event(test.step,nth=2)", fault_=Broken(lasts=10)))
        for _ in range(4):
            one.step()
            clock.advance(0.01)
        return [to_json(item) for item in history.events]

    assert run() == run()


def test_the_text_form_of_a_fault_reads_back() -> None:
    for text in ["test.broken@now", "test.broken:lasts=5,loud=False@line(6)"]:
        assert str(parse_fault(text)) == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("test.brokne", "did you mean test.broken"),
        ("test.broken:lsats=1", "has no parameter 'lsats': it has lasts, loud"),
        ("test.broken:lasts=long", "lasts=long is not a whole number"),
        ("test.broken:loud=maybe", "loud=maybe is not yes or no"),
        ("test.broken:lasts", "write parameter=value"),
    ],
)
def test_a_wrong_fault_says_what_to_write(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        parse_fault(text)


@pytest.mark.parametrize(
    ("trigger", "heeded"),
    [
        ("point(machine/0/noise//1)", True),
        ("point(machine/1/noise//1)", False),  # of another operation
        ("point(other/0/noise//1)", False),
        ("now", False),  # has struck
        ("after_ms(5)", False),  # a timer does it
        ("line(6)", True),  # each line counts
        ("byte(6)", False),  # of the link
        ("event(noise)", True),
    ],
)
def test_a_device_has_to_be_asked_only_while_a_fault_may_wait_for_it(
    trigger: str, heeded: bool
) -> None:
    history = History(VirtualClock())
    nemesis = Nemesis(history, history.clock)
    nemesis.attach("machine", Machine(history, "machine"))
    assert history.recorder("machine").at_will
    nemesis.arm(ScheduledFault(Broken(), parse_trigger(trigger)))
    assert history.recorder("machine").at_will is not heeded
    nemesis.disarm_all()
    assert history.recorder("machine").at_will
