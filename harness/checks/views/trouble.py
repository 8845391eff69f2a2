"""What was out of order and when, and what the POS was told of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulators.events import Event
from emulators.faults.events import FaultCleared, FaultFired
from emulators.links.events import Closed, LinkState
from emulators.printer.events import BufferCleared, Replied, RollLoaded, StateChanged
from harness.events import Healed, PosEnded, Quiet


@dataclass(frozen=True, slots=True)
class Standing:
    """A fault that stood from event ``seq`` to ``cleared_seq`` (None: to the end of the run)."""

    fault: str
    target: str
    undetectable: bool
    seq: int
    cleared_seq: int | None


@dataclass(frozen=True, slots=True)
class Moment:
    """Event ``seq`` at ``t_ms`` on the bench's clock."""

    seq: int
    t_ms: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """The faults that fired; the events that lost bytes, that told the POS, that it could ask for.

    ``lossy``: events by which bytes on their way to the paper, or the POS's memory of them, may
    have been lost. ``told``: the printer's line refused or broke, or the printer said that
    something is out of order. ``askable``: the printer was in a state that its status would tell.
    """

    faults: tuple[Standing, ...]
    lossy: tuple[int, ...]
    told: tuple[Moment, ...]
    askable: tuple[Moment, ...]
    rolls: tuple[int, ...]
    healed: Moment | None
    quiet: Moment | None
    quiet_ready: bool

    @property
    def mended(self) -> bool:
        """Whether nothing was broken, or everything was put right before the run ended."""
        return not self.faults or self.healed is not None

    def fired(self, *names: str) -> bool:
        """Whether one of these faults fired."""
        return any(one.fault in names for one in self.faults)

    def of_paper_between(self, first: int, last: int) -> bool:
        """Whether a fault that can spoil a slip stood between the two events."""
        return any(
            one.target.startswith(("printer", "pos"))
            and one.seq <= last
            and (one.cleared_seq is None or one.cleared_seq >= first)
            for one in self.faults
        )

    def lossy_between(self, first: int, last: int) -> bool:
        """Whether bytes may have been lost between the two events."""
        return any(first < seq < last for seq in self.lossy)


def trouble(events: Sequence[Event]) -> Trouble:
    """Go through the History for everything that was out of order."""
    healed = [event for event in events if isinstance(event.payload, Healed)]
    quiet = [event for event in events if isinstance(event.payload, Quiet)]
    return Trouble(
        faults=_standing(events),
        lossy=tuple(event.seq for event in events if _loses(event)),
        told=tuple(Moment(event.seq, event.t_ms) for event in events if _tells(event)),
        askable=tuple(Moment(event.seq, event.t_ms) for event in events if _askable(event)),
        rolls=tuple(event.seq for event in events if isinstance(event.payload, RollLoaded)),
        healed=Moment(healed[-1].seq, healed[-1].t_ms) if healed else None,
        quiet=Moment(quiet[-1].seq, quiet[-1].t_ms) if quiet else None,
        quiet_ready=any(isinstance(e.payload, Quiet) and e.payload.ready for e in quiet[-1:]),
    )


def _standing(events: Sequence[Event]) -> tuple[Standing, ...]:
    cleared = [event for event in events if isinstance(event.payload, FaultCleared)]
    found = []
    for event in events:
        if isinstance(event.payload, FaultFired):
            fault = event.payload
            ends = (e.seq for e in cleared if e.seq > event.seq and _same(e, fault.armed))
            end = next(ends, None)
            found.append(Standing(fault.fault, fault.target, fault.undetectable, event.seq, end))
    return tuple(found)


def _same(event: Event, armed: int) -> bool:
    return isinstance(event.payload, FaultCleared) and event.payload.armed == armed


def _loses(event: Event) -> bool:
    match event.payload:
        case BufferCleared() | PosEnded():
            return True
        case Closed():
            return _broken(event.device, event.payload)
        case StateChanged(powered=powered):
            return not powered
    return False


def _broken(device: str, closed: Closed) -> bool:
    """Whether the printer's line broke: neither side had hung up in order."""
    orderly = closed.by == "pos" or (closed.by == "device" and closed.how == "fin")
    return device.startswith("printer") and not orderly


def _tells(event: Event) -> bool:
    match event.payload:
        case Replied(trouble=bad):
            return bad
        case Closed():
            return _broken(event.device, event.payload)
        case LinkState(state=state):
            return event.device.startswith("printer") and state != "up"
    return False


def _askable(event: Event) -> bool:
    state = event.payload
    return isinstance(state, StateChanged) and not (
        state.powered and state.online and state.paper != "out" and state.error == "none"
    )
