"""``every-operation-decided``: in the end somebody knows what became of each operation."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.checks.views.operations import Operation


@check(
    "every-operation-decided",
    zh="故障排除后，没有任何交易仍处于待定或未知状态",
    comes_from="operations",
)
def every_operation_decided(evidence: Evidence) -> Iterator[Case]:
    """After healing no operation is still pending or unknown, and no approval was taken back."""
    for operation in evidence.operations:
        yield _case(evidence, operation)
    yield from _settlement(evidence)


def _settlement(evidence: Evidence) -> Iterator[Case]:
    """The last settlement, when it was asked for once more after healing and is pending still."""
    asked = [call for call in evidence.calls if call.method == "settle" and call.status == "ok"]
    healed = evidence.trouble.healed
    if not asked or healed is None or asked[-1].seq < healed.seq or not evidence.trouble.mended:
        return
    last = asked[-1]
    if last.outcome != "pending":
        yield HELD
    elif not any(one.seq > asked[0].seq for one in evidence.closings):
        batch = last.said("batch")
        message = f"Nobody knows whether batch {batch} is settled: it is still pending."
        yield Violation(message, (last.seq, last.returned_seq or last.seq))


def _case(evidence: Evidence, operation: Operation) -> Case:
    amount = evidence.money(operation.amount_minor)
    if operation.decided:
        if operation.approved and operation.outcome != "approved":
            message = (
                f"The cashier let {operation} over {amount} go as approved, and was told "
                f"{operation.outcome} later."
            )
            return Violation(message, operation.events)
        return HELD
    if not evidence.trouble.mended or evidence.trouble.healed is None:
        return Doubt(f"The run ended before {operation} could be decided.")
    if operation.outcome == "unknown" and operation.asked_again:
        return Doubt(f"{operation} had no answer, and was asked again after a settlement only.")
    message = (
        f"Nobody knows whether {operation} over {amount} was done: it is still {operation.outcome}."
    )
    return Violation(message, operation.events)
