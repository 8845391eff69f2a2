"""Events whose payloads are still to be made: nobody has asked for them yet."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from emulators.events import Certainty, Event, Payload, payload_of

Make = Callable[..., Payload]
Fields = tuple[Any, ...]
# An event whose payload is still to be made: its envelope up to the cause, the kind, how (None: as
# any of that kind), and of what. Nothing but numbers and text costs the garbage collector no time.
# What nobody has asked for yet has no number either, and none is counted that is forgotten before.
Unnumbered = tuple[int, float, str, int, str, int | None, str, Make, Fields]
Promised = tuple[int, float, str, int, str, int, int | None, Certainty, str, Make | None, Fields]
# What tells each of several events: its kind, its key, how it is made and of what.
Unfold = Callable[..., Iterable[tuple[str, str, Make, Fields]]]


class Run(NamedTuple):
    """So many events of one moment; ``seq`` is the first one's."""

    seq: int
    t_ms: float
    device: str
    op: int
    events: int
    unfold: Unfold
    made_of: Fields


def kept(item: Event | Promised) -> Event:
    """The event, its payload made."""
    if isinstance(item, Event):
        return item
    seq, t_ms, device, op, key, nth, cause, certainty, kind, make, fields = item
    payload = payload_of(kind, fields) if make is None else make(*fields)
    return Event(seq, t_ms, device, op, key, nth, cause, certainty, payload)


def unfolded(entry: Unnumbered | Run) -> Iterator[Unnumbered]:
    """Each event of an entry by itself."""
    if not isinstance(entry, Run):
        yield entry
        return
    own = entry.unfold(*entry.made_of)
    for seq, (kind, key, make, made_of) in enumerate(own, start=entry.seq):
        yield seq, entry.t_ms, entry.device, entry.op, key, None, kind, make, made_of


def point_of(item: Event | Promised) -> tuple[tuple[str, int, str], str, int]:
    """The names under which an event is counted, and its number there."""
    if isinstance(item, Event):
        return (item.device, item.op, item.kind), item.key, item.nth
    return (item[2], item[3], item[8]), item[4], item[5]
