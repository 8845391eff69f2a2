"""From a request to a decision: one table, a function for each action."""

from collections.abc import Callable

from emulators.acquirer import financial, inquiry, network, reversal, settlement, upload
from emulators.acquirer.decision import Decision, Desk
from emulators.acquirer.requests import FINANCIAL, Action, Answer, Request

_DECIDE: dict[Action, Callable[[Request, Desk], Decision]] = {
    Action.SIGN_ON: network.decide,
    Action.SIGN_OFF: network.decide,
    Action.ECHO: network.decide,
    Action.PURCHASE: financial.decide,
    Action.VOID: financial.decide,
    Action.REFUND: financial.decide,
    Action.PREAUTH: financial.decide,
    Action.COMPLETION: financial.decide,
    Action.ADVICE: financial.decide,
    Action.QUERY: financial.query,
    Action.INQUIRY: inquiry.decide,
    Action.REVERSAL: reversal.decide,
    Action.SETTLEMENT: settlement.settle,
    Action.UPLOAD: upload.take,
    Action.NOTE: upload.note,
    Action.CLOSE: settlement.close,
    Action.END: settlement.end,
}


def decide(request: Request, desk: Desk) -> Decision:
    """What the host does with ``request``; nothing is booked yet."""
    return _DECIDE[request.action](request, desk)


def decline(request: Request, desk: Desk, code: str) -> Decision:
    """What it does when it has to say ``code``, whatever it would have said.

    A settlement that is refused with 95 is one whose totals differ: an upload will be measured by
    what the terminal said.
    """
    if request.action in FINANCIAL:
        return financial.decline(request, desk, code)
    if request.action is Action.SETTLEMENT and code == "95":
        return settlement.disagree(request, desk)
    return Decision(Answer(code))
