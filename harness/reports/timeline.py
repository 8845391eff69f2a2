"""The timeline of a History for a reader: routine folded, faults and what they cause marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from emulators.events import Event, Payload
from emulators.faults.events import FaultCleared, FaultFired
from emulators.links.events import Answered, Delivered, Sent
from emulators.printer.events import LineBurnt, Replied, RowsFed
from harness.events import Invoked, Returned
from harness.reports.phrases import FOLDED
from harness.reports.sentences import Speaker
from harness.reports.texts import LANGUAGES

_QUIET = (Sent, Delivered, Answered, RowsFed)
# What tells the story: what people did and were told, what broke, what was booked and handed out.
_STORY = (
    "operation.", "fault.fired", "fault.cleared", "operator.", "books.", "printer.slip",
    "pos.started", "pos.ended", "pos.clock", "pos.said", "host.dropped", "host.cutover",
    "host.malformed", "host.state",
    "terminal.paid", "terminal.told", "bench.", "printer.state", "printer.cleared", "link.state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the timeline, of one event or of several routine ones.

    ``tone``: ``fault``, ``mended``, ``pinned`` (a violation points to it) or ''. ``during``: a
    fault stands at that time.
    """

    seq: int
    t_s: float
    device: str
    sentence: str
    tone: str = ""
    during: bool = False
    cause: int | None = None
    key_moment: bool = False


def timeline(events: Sequence[Event], say: Speaker, pinned: Iterable[int] = ()) -> list[Row]:
    """All rows. Events of ``pinned``, causes and what they caused have a row of their own."""
    keep = frozenset(pinned)
    causes = {event.cause for event in events if event.cause is not None}
    marked = list(_mark(events, keep | causes))
    rows: list[Row] = []
    for routine, group in groupby(marked, key=lambda item: item.routine):
        items = list(group)
        if routine and len(items) > 1:
            rows.append(_folded(items, say))
        else:
            rows.extend(_single(item, say, keep) for item in items)
    return [row for row in rows if row.sentence]


@dataclass(frozen=True, slots=True)
class _Marked:
    event: Event
    routine: bool
    during: bool
    polls: bool = False


def _mark(events: Sequence[Event], kept: frozenset[int]) -> Iterator[_Marked]:
    standing: set[int] = set()
    last_status = ""
    for event in events:
        payload = event.payload
        if isinstance(payload, FaultFired):
            standing.add(payload.armed)
        elif isinstance(payload, FaultCleared):
            standing.discard(payload.armed)
        polls = _polls(payload, last_status)
        if isinstance(payload, Returned) and payload.method == "status":
            last_status = payload.result
        free = event.seq not in kept and event.cause is None
        yield _Marked(event, free and (polls or _is_quiet(payload)), bool(standing), polls)


def _polls(payload: Payload, last_status: str) -> bool:
    """A look at the till's status that told nothing new."""
    if isinstance(payload, Returned):
        return (
            payload.method == "status"
            and payload.status == "ok"
            and (payload.result == last_status)
        )
    return isinstance(payload, Invoked) and payload.method == "status"


def _is_quiet(payload: Payload) -> bool:
    if isinstance(payload, LineBurnt):
        return payload.legible
    return isinstance(payload, _QUIET) or (isinstance(payload, Replied) and not payload.trouble)


def _single(item: _Marked, say: Speaker, pinned: frozenset[int]) -> Row:
    event = item.event
    tone = "pinned" if event.seq in pinned else ""
    if isinstance(event.payload, FaultFired | FaultCleared):
        tone = "fault" if isinstance(event.payload, FaultFired) else "mended"
    key = bool(tone) or (event.kind.startswith(_STORY) and not item.polls)
    device = "pos" if isinstance(event.payload, Returned) else event.device  # who said it
    t_s, sentence = event.t_ms / 1000, say.say(event)
    return Row(event.seq, t_s, device, sentence, tone, item.during, event.cause, key)


def _folded(items: list[_Marked], say: Speaker) -> Row:
    first = items[0]
    amounts = dict.fromkeys(FOLDED, 0)
    for item in items:
        if item.event.kind in amounts:
            amounts[item.event.kind] += _amount(item.event.payload)
    column = LANGUAGES.index(say.lang)
    parts = [FOLDED[kind][column].format(n=f"{n:,}") for kind, n in amounts.items() if n]
    devices = {item.event.device.split(".")[0] for item in items}
    device = devices.pop() if len(devices) == 1 else ""
    during = any(item.during for item in items)
    return Row(first.event.seq, first.event.t_ms / 1000, device, " · ".join(parts), during=during)


def _amount(payload: Payload) -> int:
    match payload:
        case Sent():
            return payload.sent_bytes
        case Delivered():
            return payload.delivered_bytes
        case Answered():
            return payload.answered_bytes
        case _:
            return 1
