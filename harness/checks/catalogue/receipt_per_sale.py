"""``receipt-per-sale``: who is owed a slip has it, and has it once."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import (
    could_know_of_loss,
    owed_copies,
    reprint_asked,
    spoilt_unnoticed,
)
from harness.checks.result import Violation
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece
from harness.checks.wording import times


@check(
    "receipt-per-sale",
    zh="每笔批准的交易，每一联恰好有一张完整的正本小票",
    comes_from="operations, paper",
)
def receipt_per_sale(evidence: Evidence) -> Iterator[Case]:
    """Each approved operation has exactly one complete original of each copy required.

    Where the POS had no proof that the first attempt did not complete, one complete slip is right,
    marked as a duplicate or not.
    """
    for operation in evidence.operations:
        if operation.approved:
            for copy_of in owed_copies(evidence, operation):
                yield _copy(evidence, operation, copy_of)


def _copy(evidence: Evidence, operation: Operation, copy_of: str) -> Case:
    whole = evidence.receipts.whole(operation, copy_of)
    originals = [piece for piece in whole if not piece.reading.duplicate]
    if len(originals) == 1:
        return HELD
    if originals:
        return _several(evidence, operation, copy_of, originals)
    if whole:
        return _only_marked(evidence, operation, copy_of, whole[0])
    return _missing(evidence, operation, copy_of)


def _several(
    evidence: Evidence, operation: Operation, copy_of: str, originals: list[Piece]
) -> Case:
    amount = evidence.money(operation.amount_minor)
    message = (
        f"The {copy_of} holds an original slip over {amount} {times(len(originals))} for "
        f"{operation}: each could be presented as a payment of its own."
    )
    seen = (seq for piece in originals for seq in piece.slip.events)
    return Violation(message, tuple(sorted({*operation.events, *seen})))


def _only_marked(evidence: Evidence, operation: Operation, copy_of: str, piece: Piece) -> Case:
    if evidence.trouble.of_paper_between(operation.seq, piece.slip.last.seq):
        return HELD  # the POS could not know that the first attempt did not come out
    message = (
        f"The {copy_of} holds only a slip marked as a duplicate for {operation} "
        f"({evidence.money(operation.amount_minor)}), and no original came out before it."
    )
    return Violation(message, (*operation.events, *piece.slip.events))


def _missing(evidence: Evidence, operation: Operation, copy_of: str) -> Case:
    amount = evidence.money(operation.amount_minor)
    if not evidence.trouble.mended:
        return Doubt(f"The run ended before the {copy_of}'s slip of {operation} could come out.")
    if spoilt_unnoticed(evidence, operation.seq):
        return _spoilt(evidence, operation, copy_of)
    if not could_know_of_loss(evidence, operation) and not reprint_asked(evidence, operation):
        return Doubt(
            f"The {copy_of}'s slip of {operation} is missing; nothing could tell the POS of it, "
            "and no reprint was asked for."
        )
    message = f"The {copy_of} is left without a complete slip over {amount} for {operation}."
    pieces = (seq for piece in evidence.receipts.of(operation) for seq in piece.slip.events)
    return Violation(message, tuple(sorted({*operation.events, *pieces})))


def _spoilt(evidence: Evidence, operation: Operation, copy_of: str) -> Case:
    """No till can notice it: a reprint that is asked for has to bring at least a customer copy."""
    if not reprint_asked(evidence, operation):
        return Doubt(
            f"The {copy_of}'s slip of {operation} cannot be read; no till could notice it, and no "
            "reprint was asked for."
        )
    if evidence.receipts.whole(operation, "customer"):
        return HELD
    amount = evidence.money(operation.amount_minor)
    message = f"The {copy_of} has no slip over {amount} for {operation}, reprints included."
    return Violation(message, operation.events)
