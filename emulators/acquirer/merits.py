"""On its merits: what an acceptable financial request is answered with, and which its original is.

The codes are those of the contract, section 4.1; 64 (not the original's amount) is China
UnionPay's, and a dialect without it says 13.
"""

from collections.abc import Callable

from emulators.acquirer import originals
from emulators.acquirer.decision import Desk
from emulators.acquirer.kinds import KINDS
from emulators.acquirer.requests import Action, Request
from emulators.acquirer.transactions import State, Transaction
from emulators.masking import is_card_number

Merits = tuple[str, Transaction | None]
SHORTEST_PAN = 13  # fewer digits have no check digit that a host would look at


def judge(request: Request, desk: Desk) -> Merits:
    """The response code and the original, if the request has one."""
    return _MERITS[request.action](request, desk)


def card_code(request: Request, desk: Desk) -> str:
    """What the issuer says of the card: its number, its expiry, the script, in this order."""
    _, pan, expiry, pin = request.card
    if len(pan) >= SHORTEST_PAN and not is_card_number(pan):
        return "14"
    if expiry and expiry < desk.day.month:
        return "54"
    return desk.settings.cards.answer(pan, request.amount_minor, pin)


def _purchase(request: Request, desk: Desk) -> Merits:
    """As the issuer says, within the limit of one transaction."""
    code = card_code(request, desk)
    if code == "00" and request.amount_minor > desk.settings.limit_minor:
        return "61", None
    return code, None


def _void(request: Request, desk: Desk) -> Merits:
    """Of the same unsettled batch, in full, once; a pre-authorisation's may come in a later one."""
    item = originals.find(request, desk.books, KINDS[request.kind_of].undoes)
    if item is None or (item.batch != request.batch and item.kind_of != "preauth"):
        return "25", None
    if item.state is not State.BOOKED or desk.books.refunded_minor(item):
        return "12", item
    if _other_card(request, item):
        return "14", item
    return ("00" if item.amount_minor == request.amount_minor else "64"), item


def _refund(request: Request, desk: Desk) -> Merits:
    """Without a reference always; with one, of a sale that stands and for no more than is left."""
    if request.amount_minor > desk.settings.refund_limit_minor:
        return "61", None
    if not request.original:
        return "00", None
    sale = originals.find(request, desk.books, "purchase")
    sale = sale or originals.find(request, desk.books, "completion")
    if sale is None:
        return "25", None
    if sale.state is State.VOIDED:
        return "12", sale
    left_minor = sale.amount_minor - desk.books.refunded_minor(sale)
    return ("00" if request.amount_minor <= left_minor else "13"), sale


def _completion(request: Request, desk: Desk) -> Merits:
    """Of a pre-authorisation that is still open, once, up to the agreed part more than it."""
    item = originals.find(request, desk.books, KINDS[request.kind_of].uses)
    if item is None:
        return "25", None
    if item.state is not State.BOOKED:
        return "12", item
    if _other_card(request, item):
        return "14", item
    most_minor = item.amount_minor * desk.settings.completion_percent // 100
    return ("00" if request.amount_minor <= most_minor else "13"), item


def _advice(request: Request, desk: Desk) -> Merits:
    """It has happened: it is booked, with the pre-authorisation that it completes if there is."""
    if not request.original:
        return "00", None
    uses = KINDS[request.kind_of].uses
    item = originals.find(request, desk.books, uses) if uses else None
    return "00", item if item is not None and item.state is State.BOOKED else None


def _other_card(request: Request, item: Transaction) -> bool:
    return request.card.masked not in ("", item.card)


_MERITS: dict[Action, Callable[[Request, Desk], Merits]] = {
    Action.PURCHASE: _purchase,
    Action.PREAUTH: _purchase,
    Action.VOID: _void,
    Action.REFUND: _refund,
    Action.COMPLETION: _completion,
    Action.ADVICE: _advice,
}
