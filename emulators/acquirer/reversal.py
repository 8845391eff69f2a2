"""Reversal: idempotent, welcome at any time, and in any order with its original.

0400 and 0401 are one and the same here: what is answered follows from the state of the original,
so that every repeat is answered as the first was. The reference number in it is the original's.
"""

from emulators.acquirer import links
from emulators.acquirer.decision import Decision, Desk, refuse
from emulators.acquirer.kinds import KINDS
from emulators.acquirer.requests import Answer, Request
from emulators.acquirer.rows import Posting
from emulators.acquirer.transactions import State, Transaction, posting

_DONE, _UNKNOWN, _TOO_LATE = "00", "25", "94"

# What is answered where nothing is left to reverse. A voided sale stays a debit and its void a
# credit: taking the debit away as well would pay the customer twice, so it is refused for good (94
# settles a reversal); so is that of a pre-authorisation whose completion stands, and that of the
# void of a completion whose pre-authorisation has gone elsewhere since.
_SETTLED_ALREADY: dict[State, str] = {
    State.REVERSED: _DONE,
    State.DROPPED: _DONE,
    State.DECLINED: _DONE,
    State.TOMBSTONE: _UNKNOWN,
    State.VOIDED: _TOO_LATE,
    State.COMPLETED: _TOO_LATE,
}


def decide(request: Request, desk: Desk) -> Decision:
    """Reverse the original, or remember that it must never be booked (a tombstone, 25)."""
    original = desk.books.find((request.terminal, request.batch, request.trace))
    if original is None:
        return _too_early(request, desk)
    if original.state in _SETTLED_ALREADY:
        return _again(_SETTLED_ALREADY[original.state], original)
    if not links.may_be_undone(original, desk):
        return _again(_TOO_LATE, original)
    code = _mismatch(request, original)
    if code != "00":
        return refuse(code, original.rrn)
    return Decision(Answer(_DONE, original.rrn), tuple(undo(original, "reversed", desk)))


def undo(item: Transaction, change: str, desk: Desk) -> list[Posting]:
    """The rows that take ``item`` back; the sale of a void stands again."""
    return [item.changed(change), *links.undone(item, desk)]


def _again(code: str, original: Transaction) -> Decision:
    return Decision(Answer(code, original.rrn), repeat=True)


def _too_early(request: Request, desk: Desk) -> Decision:
    ghost = Transaction(
        request.terminal,
        request.batch,
        request.trace,
        kind_of=request.kind_of or "purchase",
        amount_minor=request.amount_minor,
        currency=request.currency or desk.settings.currency,
        card=request.card.masked,
        code="25",
        business_date=desk.today,
    )
    return Decision(Answer("25"), (posting(ghost, "tombstone"),))


def _mismatch(request: Request, original: Transaction) -> str:
    """The code for a reversal that does not say what its original said; 00 when it does."""
    if not request.kind_of:
        return "00" if KINDS[original.kind_of].family == "charge" else "12"
    if request.amount_minor != original.amount_minor:
        return "64"
    if request.card.masked not in ("", original.card):
        return "14"
    alike = KINDS[request.kind_of].family == KINDS[original.kind_of].family
    return "00" if alike and request.currency == original.currency else "12"
