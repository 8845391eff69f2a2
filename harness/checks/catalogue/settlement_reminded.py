"""``settlement-reminded``: the operator is reminded of a day that is not settled."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.checks.views.calls import Call
from harness.checks.views.days import Unsettled


@check(
    "settlement-reminded",
    zh="前一天未结算时，状态一直提示，直到结清",
    comes_from="operations",
)
def settlement_reminded(evidence: Evidence) -> Iterator[Case]:
    """While an earlier day is unsettled, ``status`` says so until it is settled."""
    for left in evidence.unsettled:
        for look in _looks(evidence, left):
            if evidence.reminders.tells(look):
                yield HELD
            elif _due(evidence, left, look):
                yield _not_told(left, look)


def _looks(evidence: Evidence, left: Unsettled) -> Iterator[Call]:
    """The status answers while the batch was open on the new day."""
    until = evidence.last_seq + 1 if left.over_seq is None else left.over_seq
    answered = (call for call in evidence.calls if call.method == "status" and call.status == "ok")
    for call in answered:
        if left.since_seq < call.seq and (call.returned_seq or until) < until:
            yield call


def _due(evidence: Evidence, left: Unsettled, look: Call) -> bool:
    """Whether the POS had the time that an alert may take, since its clock was moved."""
    bound_ms = evidence.settings.pos.alert_within_s * 1000
    return (look.returned_t_ms or 0.0) >= left.since_ms + bound_ms


def _not_told(left: Unsettled, look: Call) -> Case:
    message = (
        f"The till does not remind the operator that batch {left.batch} of yesterday is not "
        f"settled ({len(left.held)} transactions)."
    )
    return Violation(message, (left.since_seq, look.returned_seq or look.seq))
