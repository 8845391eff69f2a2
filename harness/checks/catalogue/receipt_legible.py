"""``receipt-legible``: the slip that counts can be read."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import owed_copies, reprint_asked, unnoticeable
from harness.checks.result import Violation
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece
from harness.checks.wording import listed


@check(
    "receipt-legible",
    zh="有效小票的合计、参考号和条码可从点阵读出",
    comes_from="paper",
)
def receipt_legible(evidence: Evidence) -> Iterator[Case]:
    """The totals and references of the counted slip can be read from the dots."""
    for operation in evidence.operations:
        for copy_of in owed_copies(evidence, operation) if operation.approved else ():
            whole = evidence.receipts.whole(operation, copy_of)
            if whole:
                yield _case(evidence, operation, whole)


def _case(evidence: Evidence, operation: Operation, whole: tuple[Piece, ...]) -> Case:
    unread = [evidence.blurred(piece) for piece in whole]
    if not all(unread):
        return HELD
    first = whole[0]
    excused = any(unnoticeable(evidence, piece) for piece in whole)
    if excused and not reprint_asked(evidence, operation):
        return Doubt(f"The slip of {operation} cannot be read, and no reprint was asked for.")
    if excused and first.reading.copy_of == "merchant":
        return HELD  # a reprint owes the customer's copy only (the contract)
    message = (
        f"The {first.reading.copy_of} cannot read {listed(unread[0])} on the slip for {operation}."
    )
    return Violation(message, (*operation.events, *first.slip.events))
