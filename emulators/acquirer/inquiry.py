"""What has become of a transaction: for dialects in which a terminal may ask that."""

from emulators.acquirer.decision import Decision, Desk, refuse
from emulators.acquirer.requests import Answer, Request
from emulators.acquirer.transactions import State


def decide(request: Request, desk: Desk) -> Decision:
    """The first answer again, with what the books have of it now; 25 when they have nothing."""
    item = desk.books.find((request.terminal, request.batch, request.trace))
    if item is None or item.state is State.UNKNOWN:
        return refuse("25")
    code = item.code if item.state is State.DECLINED else "00"
    return Decision(
        Answer(
            code,
            item.rrn,
            item.auth_code,
            state=item.state.value,
            kind_of=item.kind_of,
            amount_minor=item.amount_minor,
        ),
        repeat=True,
    )
