"""Days that ended without a settlement, by the POS's own clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from emulators.events import Event
from emulators.history import of
from harness.checks.views.accounts import Accounts
from harness.checks.views.books import Books, Transaction
from harness.events import PosClock


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A batch with money in it that was open when the POS's day changed at ``since_seq``.

    ``held`` is what was booked in it before, ``later`` what came while some of that stood. What was
    being asked for at that moment is of either day: a till may go by the request or the answer.
    ``over_seq``: it was closed, or the last of ``held`` was taken back; None while neither is so.
    """

    terminal: str
    batch: str
    since_seq: int
    since_ms: float
    held: tuple[Transaction, ...]
    later: tuple[Transaction, ...]
    over_seq: int | None


def unsettled(events: Sequence[Event], accounts: Accounts, books: Books) -> tuple[Unsettled, ...]:
    """Every batch that was left open over a change of the day, once."""
    found: dict[tuple[str, str], Unsettled] = {}
    for event in _new_days(events):
        for terminal, batch in dict.fromkeys(one.key[:2] for one in books.transactions):
            left = _left(accounts, books, (terminal, batch), event)
            if left is not None:
                found.setdefault((terminal, batch), left)
    return tuple(found.values())


def _new_days(events: Sequence[Event]) -> Iterator[Event]:
    """Where the POS's clock comes to a later day than it ever was."""
    latest = 0
    for event, clock in of(events, PosClock):
        if clock.days > latest:
            latest = clock.days
            yield event


def _left(accounts: Accounts, books: Books, name: tuple[str, str], day: Event) -> Unsettled | None:
    closed = [seq for seq, row in books.closed() if (row.terminal, row.batch) == name]
    own = [one for one in books.transactions if one.key[:2] == name]
    stood = [one for one in own if one.side != "none" and one.booked_at(day.seq)]
    held = tuple(one for one in stood if not _under_way(accounts, one, day.seq))
    if not held or any(seq < day.seq for seq in closed):
        return None
    after = [one for one in own if one.seq > day.seq]
    later = tuple(one for one in after if any(old.booked_at(one.seq) for old in held))
    taken_back = [] if any(old.booked for old in held) else [max(old.events[-1] for old in held)]
    over_seq = min([*closed, *taken_back], default=None)
    return Unsettled(*name, day.seq, day.t_ms, held, later, over_seq)


def _under_way(accounts: Accounts, transaction: Transaction, seq: int) -> bool:
    owner = accounts.owner(transaction)
    return owner is not None and owner.during(seq)
