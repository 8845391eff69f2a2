"""What a decision is, and what the host has before it when it decides."""

from dataclasses import dataclass
from sys import intern
from typing import NamedTuple

from emulators.acquirer.books import Books
from emulators.acquirer.days import BusinessDay
from emulators.acquirer.kinds import side_of
from emulators.acquirer.requests import Answer, Request
from emulators.acquirer.rows import Posting, Row
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.transactions import Transaction, counted
from emulators.quick import made

# Codes that leave no trace in the books (contract 4.1): the terminal sends the request again, with
# the right batch or keys or later, and it is then a new one.
NEVER_BOOKED = frozenset({"77", "90", "99", "A0"})
AWAY = frozenset({"91", "96"})


class Decision(NamedTuple):
    """What is answered and what is booked for it. ``repeat``: it was decided before."""

    answer: Answer
    rows: tuple[Row, ...] = ()
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What a decision may look at; it changes none of it."""

    books: Books
    settings: HostSettings
    day: BusinessDay
    in_cutover: bool = False

    @property
    def today(self) -> str:
        """The business date as rows have it."""
        return self.day.iso


def refuse(code: str, rrn: str = "") -> Decision:
    """An answer with that code, and nothing booked."""
    return Decision(Answer(code, rrn))


def first_row(
    request: Request, desk: Desk, code: str, original: Transaction | None = None
) -> Posting:
    """The row of a new transaction under a fresh reference: booked with 00, else declined."""
    serial = desk.books.draw_serial()
    approved = code == "00"
    change = "booked" if approved else "declined"
    kind_of, amount_minor = request.kind_of, request.amount_minor
    debits, credits_ = counted(change, kind_of)
    # Each message brings its own copies of what a thousand transactions have in common.
    return made(
        Posting,
        (
            debits,
            debits * amount_minor,
            credits_,
            credits_ * amount_minor,
            intern(request.terminal),
            intern(request.batch),
            intern(request.trace),
            kind_of,
            change,
            amount_minor,
            request.currency,
            side_of(kind_of) if approved else "none",
            _rrn(serial, desk.day),
            _auth_code(serial) if approved else "",
            intern(request.card.masked),
            code,
            "" if original is None else original.batch,
            "" if original is None else original.trace,
            request.digest,
            desk.day.iso,
        ),
    )


def new_rrn(desk: Desk) -> str:
    """A fresh retrieval reference for an answer that books nothing."""
    return _rrn(desk.books.draw_serial(), desk.day)


def _rrn(serial: int, day: BusinessDay) -> str:
    """Last digit of the year, day of the year, and a serial: 12 digits, as hosts number them."""
    return f"{day.of_year}{serial % 10**8:08d}"


def _auth_code(serial: int) -> str:
    """Six digits that look like no serial: a POS that prints the wrong field is seen to do so."""
    return f"{(serial * 38_923 + 271_828) % 10**6:06d}"
