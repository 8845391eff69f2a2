"""Requests that move money or hold it: known already, not acceptable now, or on their merits."""

from emulators.acquirer import links, merits
from emulators.acquirer.decision import AWAY, NEVER_BOOKED, Decision, Desk, first_row, new_rrn
from emulators.acquirer.requests import Action, Answer, Request
from emulators.acquirer.rows import Row
from emulators.acquirer.transactions import State, Transaction
from emulators.quick import made


def decide(request: Request, desk: Desk) -> Decision:
    """Decide on a financial request."""
    held = desk.books.find((request.terminal, request.batch, request.trace))
    if held is not None:
        return _seen_before(request, held, desk)
    gate = _gate(request, desk)
    if gate != "00":
        return decline(request, desk, gate)
    code, original = merits.judge(request, desk)
    if code != "00":
        return decline(request, desk, code, original)
    return _approve(request, desk, original)


def decline(
    request: Request, desk: Desk, code: str, original: Transaction | None = None
) -> Decision:
    """Decline with ``code``; booked as declined, unless the code is one that never is.

    Nor is what has no reversal, such as an advice, when nobody was there: it comes again as it was.
    """
    row = first_row(request, desk, code, original)
    repeated = request.comes_again or request.action is Action.ADVICE
    comes_again = repeated and code in AWAY
    rows = () if code in NEVER_BOOKED or comes_again else (row,)
    return Decision(Answer(code, rrn=row.rrn), rows)


def query(request: Request, desk: Desk) -> Decision:
    """What the card has: nothing is booked, and the trace number stays free."""
    rrn = new_rrn(desk)
    if desk.in_cutover:
        return Decision(Answer("90", rrn))
    code = merits.card_code(request, desk)
    balance_minor = desk.settings.cards.balance_minor(request.card.pan) if code == "00" else None
    return Decision(Answer(code, rrn, balance_minor=balance_minor))


def _seen_before(request: Request, held: Transaction, desk: Desk) -> Decision:
    if held.state is State.TOMBSTONE:
        # Its reversal overtook it: too late. 68 tells a terminal that nobody knows of it any more.
        return Decision(Answer("68", rrn=new_rrn(desk)), repeat=True)
    if held.digest == request.digest:
        return Decision(Answer(held.code, held.rrn, held.auth_code), repeat=True)
    return Decision(Answer("94", rrn=new_rrn(desk)), repeat=True)


def _gate(request: Request, desk: Desk) -> str:
    """Whether the host takes a financial request of that batch now."""
    if desk.in_cutover:
        return "90"
    batch = desk.books.open_batch(request.terminal)
    if batch is None or batch.number != request.batch:
        return "77"
    settings = desk.settings
    # What has happened already is taken in whatever batch is open (contract 4.1: 77 is for 0200).
    takes_late = settings.late_batch != "refuse" or request.action is Action.ADVICE
    if not takes_late and batch.is_late(desk.today):
        return "77"
    if request.currency != settings.currency:
        return "12"
    return "00" if request.amount_minor else "13"


def _approve(request: Request, desk: Desk, original: Transaction | None) -> Decision:
    row = first_row(request, desk, "00", original)
    rows: tuple[Row, ...] = (row,)
    if original is not None:
        rows += tuple(links.booked(row.kind_of, original, desk))
    return made(Decision, (Answer("00", row.rrn, row.auth_code), rows, False))
