"""Sign-on, sign-off and echo: nothing is booked; sign-on tells the open batch."""

from emulators.acquirer.decision import Decision, Desk, new_rrn
from emulators.acquirer.requests import Action, Answer, Request


def decide(request: Request, desk: Desk) -> Decision:
    """Answer 00; on sign-on with the batch that is open at the host."""
    batch = desk.books.open_batch(request.terminal)
    told = batch.number if batch is not None and request.action is Action.SIGN_ON else ""
    return Decision(Answer("00", rrn=new_rrn(desk), batch=told))
