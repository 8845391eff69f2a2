"""``reversal-persists``: what may be booked is taken back until the host says that it is."""

from collections.abc import Iterator

from emulators.acquirer.requests import Action
from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import altered
from harness.checks.result import Violation
from harness.checks.views.wire import Message, by_key


@check(
    "reversal-persists",
    zh="冲正反复发送直到得到确认，收银程序重启后也不例外",
    comes_from="wire",
)
def reversal_persists(evidence: Evidence) -> Iterator[Case]:
    """A reversal is repeated until it is acknowledged, restarts of the POS included.

    One is due for every request that had no answer, whether or not the POS ever sent it.
    """
    for same in by_key(evidence.messages):
        if any(one.reversal for one in same) or _due(evidence, same):
            yield _case(evidence, same)


def _due(evidence: Evidence, same: list[Message]) -> bool:
    """Whether a reversible request was sent and no answer to it, or to a repeat, ever left.

    Where a till may ask what has become of it, that answer counts as well.
    """
    sent = [one for one in same if evidence.reversible(one)]
    return bool(sent) and not any(evidence.answered(one) for one in same if one.ends_doubt)


def _case(evidence: Evidence, same: list[Message]) -> Case:
    tries = [one for one in same if one.reversal]
    if any(one.acknowledged_seq is not None for one in tries):
        return HELD
    one = same[0]
    if not evidence.trouble.mended:
        return Doubt(f"The run ended before trace {one.trace} could be reversed.")
    if tries and altered(evidence, one):
        return Doubt(f"The line changed the amount of trace {one.trace}: the host refuses.")
    sent = f"{len(tries)} sent" if tries else "none was sent"
    given = one.action in (Action.REFUND.value, Action.VOID.value)
    left = "merchant may be left without" if given else "customer may be left charged"
    message = (
        f"The {left} {evidence.money(one.amount_minor)}: no reversal of trace {one.trace} was ever "
        f"acknowledged ({sent})."
    )
    return Violation(message, tuple(message.seq for message in same))
