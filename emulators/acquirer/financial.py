"""Purchase, void and refund: what is approved, and what is refused with which code."""

from collections.abc import Callable
from dataclasses import replace

from emulators.acquirer.decision import (
    NEVER_BOOKED,
    Decision,
    Desk,
    new_transaction,
    refuse,
)
from emulators.acquirer.requests import Action, Answer, Request
from emulators.acquirer.transactions import State, Transaction, posting


def decide(request: Request, desk: Desk) -> Decision:
    """Decide on a 0200: known already, not acceptable now, or on its merits."""
    held = desk.books.find((request.terminal, request.batch, request.trace))
    if held is not None:
        return _seen_before(request, held, desk)
    gate = _gate(request, desk)
    if gate != "00":
        return decline(request, desk, gate)
    code, original = _MERITS[request.action](request, desk)
    if code != "00":
        return decline(request, desk, code, original)
    return _approve(request, desk, original)


def decline(
    request: Request, desk: Desk, code: str, original: Transaction | None = None
) -> Decision:
    """Decline with ``code``; booked as declined, unless the code is one that never is."""
    item = _linked(new_transaction(request, desk, code), original)
    rows = () if code in NEVER_BOOKED else (posting(item, "declined"),)
    return Decision(Answer(code, rrn=item.rrn), rows)


def _seen_before(request: Request, held: Transaction, desk: Desk) -> Decision:
    if held.state is State.TOMBSTONE:
        # Its reversal overtook it: too late. 68 tells a terminal that nobody knows of it any more.
        return Decision(Answer("68", rrn=new_transaction(request, desk, "68").rrn), repeat=True)
    if held.digest == request.digest:
        return Decision(Answer(held.code, held.rrn, held.auth_code), repeat=True)
    return Decision(Answer("94", rrn=new_transaction(request, desk, "94").rrn), repeat=True)


def _gate(request: Request, desk: Desk) -> str:
    """Whether the host takes a financial request of that batch now."""
    if desk.in_cutover:
        return "90"
    batch = desk.books.open_batch(request.terminal)
    if batch is None or batch.number != request.batch:
        return "77"
    if desk.settings.late_batch == "refuse" and batch.is_late(desk.today):
        return "77"
    if request.currency != desk.settings.currency:
        return "12"
    return "00" if request.amount_minor else "13"


_Merits = tuple[str, Transaction | None]


def _purchase(request: Request, desk: Desk) -> _Merits:
    return desk.settings.cards.answer(request.pan, request.amount_minor), None


def _void(request: Request, desk: Desk) -> _Merits:
    """A sale of the same unsettled batch, in full, once."""
    sale = _sale(request, desk)
    if sale is None or sale.batch != request.batch:
        return "25", None
    if sale.state is State.VOIDED or desk.books.refunded_minor(sale):
        return "12", sale
    if sale.card != request.card:
        return "14", sale
    return ("00" if sale.amount_minor == request.amount_minor else "13"), sale


def _refund(request: Request, desk: Desk) -> _Merits:
    """Without a reference always; with one, of a sale that stands and for no more than is left."""
    if not request.rrn:
        return "00", None
    sale = _sale(request, desk)
    if sale is None:
        return "25", None
    if sale.state is State.VOIDED:
        return "12", sale
    left_minor = sale.amount_minor - desk.books.refunded_minor(sale)
    return ("00" if request.amount_minor <= left_minor else "13"), sale


def _sale(request: Request, desk: Desk) -> Transaction | None:
    """The standing purchase of this terminal that the request names by its RRN."""
    item = desk.books.by_rrn(request.rrn)
    if item is None or item.terminal != request.terminal or item.kind_of != "purchase":
        return None
    return item if item.standing else None


_MERITS: dict[Action, Callable[[Request, Desk], _Merits]] = {
    Action.PURCHASE: _purchase,
    Action.VOID: _void,
    Action.REFUND: _refund,
}


def _approve(request: Request, desk: Desk, original: Transaction | None) -> Decision:
    item = _linked(new_transaction(request, desk, "00"), original)
    rows = [posting(item, "booked")]
    if request.action is Action.VOID and original is not None:
        rows.append(original.changed("voided"))
    return Decision(Answer("00", item.rrn, item.auth_code), tuple(rows))


def _linked(item: Transaction, original: Transaction | None) -> Transaction:
    if original is None:
        return item
    return replace(item, original_batch=original.batch, original_trace=original.trace)


__all__ = ["decide", "decline", "refuse"]
