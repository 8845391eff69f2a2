"""``reprint-marked``: nobody can pass a further copy off as another payment."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import owed_copies
from harness.checks.result import Violation
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece


@check(
    "reprint-marked",
    zh="第二张及以后的小票都带有重打印标记",
    comes_from="paper",
)
def reprint_marked(evidence: Evidence) -> Iterator[Case]:
    """Every further copy bears the duplicate mark."""
    for operation in evidence.operations:
        for copy_of in owed_copies(evidence, operation):
            whole = evidence.receipts.whole(operation, copy_of)
            for piece in whole[1:]:
                yield _case(evidence, operation, whole[0], piece)


def _case(evidence: Evidence, operation: Operation, first: Piece, piece: Piece) -> Case:
    if piece.reading.duplicate:
        return HELD
    message = (
        f"The {piece.reading.copy_of} holds a further slip over "
        f"{evidence.money(operation.amount_minor)} for {operation} without a duplicate mark: it "
        "passes for another payment."
    )
    # The first slip belongs to it: a POS that lost its data since cannot know of that one.
    return Violation(message, (*first.slip.events, *piece.slip.events))
