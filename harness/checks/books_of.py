"""What stands in the books at the end of a History, as plain amounts."""

from collections.abc import Iterable

from emulators.acquirer.events import BooksEntry
from emulators.events import Event

_STANDING = {"booked", "uploaded"}


def charges(events: Iterable[Event]) -> list[int]:
    """The debits that stand: booked, neither reversed nor voided; minor units, in order."""
    standing: dict[tuple[str, str, str], int] = {}
    for item in events:
        entry = item.payload
        if isinstance(entry, BooksEntry) and entry.kind_of == "purchase":
            name = (entry.terminal, entry.batch, entry.trace)
            if entry.change in _STANDING:
                standing[name] = entry.amount_minor
            elif entry.change in {"reversed", "voided", "dropped"}:
                standing.pop(name, None)
    return list(standing.values())
