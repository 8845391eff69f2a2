"""``receipt-legible``: the slip that counts can be read."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import owed_copies, reprint_asked, unnoticeable
from harness.checks.reading import Reading, read
from harness.checks.result import Violation
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece
from harness.checks.wording import listed

_FIELDS = {
    "totals_minor": "the total",
    "traces": "the trace number",
    "rrns": "the reference",
    "auths": "the authorisation code",
}


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
    blurred = {piece: _blurred(evidence, piece) for piece in whole}
    if not all(blurred.values()):
        return HELD
    first = whole[0]
    excused = any(unnoticeable(evidence, piece) for piece in whole)
    if excused and not reprint_asked(evidence, operation):
        return Doubt(f"The slip of {operation} cannot be read, and no reprint was asked for.")
    if excused and first.reading.copy_of == "merchant":
        return HELD  # a reprint owes the customer's copy only (contract 1.2)
    message = (
        f"The {first.reading.copy_of} cannot read {listed(blurred[first])} on the slip for "
        f"{operation}."
    )
    return Violation(message, (*operation.events, *first.slip.events))


def _blurred(evidence: Evidence, piece: Piece) -> list[str]:
    """What was sent to the paper and cannot be read there."""
    lines = [line.text for line in piece.slip.lines]
    sent = read(lines, evidence.patterns, evidence.currency)
    return [
        name
        for field, name in _FIELDS.items()
        if _count(sent, field) and not _count(piece.reading, field)
    ]


def _count(reading: Reading, field: str) -> int:
    return len(getattr(reading, field))
