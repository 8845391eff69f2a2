"""What was out of order and when, and what the POS was told of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulators.events import Event
from emulators.faults.events import FaultCleared, FaultFired
from emulators.history import of
from emulators.links.events import Altered, Closed, LinkState, Lost
from emulators.printer.events import BufferCleared, Replied, StateChanged
from emulators.sifted import having
from harness.events import Healed, Invoked, PosEnded, Quiet, RunEnded


@dataclass(frozen=True, slots=True)
class Standing:
    """A fault that stood from event ``seq`` to ``cleared_seq`` (None: to the end of the run)."""

    fault: str
    target: str
    undetectable: bool
    seq: int
    cleared_seq: int | None

    def touches(self, first: int, last: int) -> bool:
        """Whether it stood at any event from ``first`` to ``last``."""
        return self.seq <= last and (self.cleared_seq is None or self.cleared_seq >= first)


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
    ``quiet_seqs``: where the bench was seen at rest, everything mended and the POS ready.
    ``cut_short``: the run was stopped before the POS had its time after the healing.
    """

    faults: tuple[Standing, ...]
    lossy: tuple[int, ...]
    told: tuple[Moment, ...]
    askable: tuple[Moment, ...]
    healed: Moment | None
    quiet_seqs: tuple[int, ...]
    cut_short: bool = False

    @property
    def mended(self) -> bool:
        """Whether nothing was broken, or everything was put right and the POS had its time."""
        if self.cut_short:
            return False
        last = max((one.seq for one in self.faults), default=0)
        return not last or (self.healed is not None and self.healed.seq > last)

    def fired(self, *names: str) -> bool:
        """Whether one of these faults fired."""
        return any(one.fault in names for one in self.faults)

    def of_paper_between(self, first: int, last: int) -> bool:
        """Whether a fault that can spoil a slip stood between the two events."""
        return any(
            one.target.startswith(("printer", "pos")) and one.touches(first, last)
            for one in self.faults
        )

    def lossy_between(self, first: int, last: int) -> bool:
        """Whether bytes may have been lost between the two events."""
        return any(first < seq < last for seq in self.lossy)


def trouble(events: Sequence[Event]) -> Trouble:
    """Go through the History for everything that was out of order."""
    healed = list(having(events, Healed))
    mends = {event.seq for event in having(events, FaultCleared)}
    # A printer that is switched off to be mended tells the POS nothing of the slips before.
    told = [one for one in having(events, *_TELLING) if _tells(one) and one.cause not in mends]
    askable = [one for one in having(events, *_ASKED) if _askable(one) and one.cause not in mends]
    return Trouble(
        faults=_standing(events),
        lossy=tuple(event.seq for event in having(events, *_LOSING) if _loses(event)),
        told=tuple(Moment(event.seq, event.t_ms) for event in told),
        askable=tuple(Moment(event.seq, event.t_ms) for event in askable),
        healed=Moment(healed[-1].seq, healed[-1].t_ms) if healed else None,
        quiet_seqs=tuple(event.seq for event, quiet in of(events, Quiet) if quiet.ready),
        cut_short=_cut_short(events),
    )


def _cut_short(events: Sequence[Event]) -> bool:
    """Whether somebody stopped the run, and the bench was not seen at rest as the last thing."""
    stopped = any(ended.interrupted for _, ended in of(events, RunEnded))
    rested = [event.seq for event in having(events, Quiet)]
    work = [one.seq for one in having(events, FaultFired, Healed, Invoked) if _is_work(one)]
    return stopped and max(work, default=0) > max(rested, default=0)


def _is_work(event: Event) -> bool:
    """Whether the POS has something to do, or to get over, from here on."""
    match event.payload:
        case FaultFired() | Healed():
            return True
        case Invoked(method=method):
            return method not in _LOOKS
    return False


_LOOKS = ("hello", "status", "shutdown")


def _standing(events: Sequence[Event]) -> tuple[Standing, ...]:
    over = list(having(events, FaultCleared, Healed))
    found = []
    for event, fault in of(events, FaultFired):
        ends = (e.seq for e in over if e.seq > event.seq and _ends(e, fault.armed))
        end = next(ends, None)
        found.append(Standing(fault.fault, fault.target, fault.undetectable, event.seq, end))
    return tuple(found)


def _ends(event: Event, armed: int) -> bool:
    """Whether it mends that fault: by name, or with everything else (some are over at once)."""
    cleared = event.payload
    return isinstance(cleared, Healed) or (
        isinstance(cleared, FaultCleared) and cleared.armed == armed
    )


_LOSING = (BufferCleared, PosEnded, Lost, Altered, Closed, StateChanged)
_TELLING = (Replied, Closed, LinkState)
_ASKED = (StateChanged, LinkState)


def _loses(event: Event) -> bool:
    match event.payload:
        case BufferCleared(lost_bytes=lost):
            return lost > 0  # a till may clear before its first slip, to begin from nothing
        case PosEnded():
            return True
        case Lost(stream=stream) | Altered(stream=stream):
            return event.device.startswith("printer") and stream == "upstream"
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
            return event.device.startswith("printer") and state in ("down", "refusing")
    return False


def _askable(event: Event) -> bool:
    match event.payload:
        case StateChanged() as state:
            return in_trouble(state)
        case LinkState(state="silent"):
            return event.device.startswith("printer")
    return False


def in_trouble(state: StateChanged) -> bool:
    """Whether a printer in that state cannot print, and would say so."""
    able = state.powered and state.online and not state.cover_open
    return not able or state.paper == "out" or state.error != "none"
