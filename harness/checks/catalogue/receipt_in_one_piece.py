"""``receipt-in-one-piece``: the slip that counts is one document, and only that."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import owed_copies, unnoticeable
from harness.checks.result import Violation
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece, shape


@check(
    "receipt-in-one-piece",
    zh="有效小票上没有撕断、换纸或别的单据的内容",
    comes_from="paper",
)
def receipt_in_one_piece(evidence: Evidence) -> Iterator[Case]:
    """The counted slip has no tear, roll change or foreign line inside.

    A roll change ends a slip; the tail that comes out after it is waste if a whole slip follows.
    """
    for piece, operation in evidence.receipts.pairs:
        if operation is not None and piece.whole and piece.sort == "receipt":
            yield _case(evidence, piece, operation)
    for operation in evidence.operations:
        if operation.approved and evidence.trouble.mended:
            yield from _in_two(evidence, operation)


def _case(evidence: Evidence, piece: Piece, operation: Operation) -> Case:
    reading = piece.reading
    strangers = any(len(set(said)) > 1 for said in (reading.traces, reading.rrns, reading.copies))
    if not strangers and not _begins_again(evidence, piece):
        return HELD
    if unnoticeable(evidence, piece):  # the cut between two slips may be what the line has lost
        return HELD
    message = (
        f"The {reading.copy_of}'s slip for {operation} has a piece of another one on the same "
        "paper: what was paid cannot be told from it."
    )
    return Violation(message, (*operation.events, *piece.slip.events))


def _in_two(evidence: Evidence, operation: Operation) -> Iterator[Case]:
    """A slip with the roll change inside, where no whole one of its copy came out after it."""
    for piece in evidence.receipts.of(operation):
        tail = evidence.tail_of(piece)
        copies = {
            other.reading.copy_of for other in (piece, tail) if other and other.reading.copies
        }
        owed = copies or set(owed_copies(evidence, operation))
        if tail is None or any(evidence.receipts.whole(operation, copy) for copy in owed):
            continue
        message = (
            f"The roll was changed in the middle of the slip for {operation}: the "
            f"{min(owed)} is left with two pieces."
        )
        yield Violation(message, (*operation.events, *piece.slip.events, *tail.slip.events))


def _begins_again(evidence: Evidence, piece: Piece) -> bool:
    """Whether it lost bytes half-way and began anew, so that its total can be read twice.

    A beginning without a total, or one told apart by the duplicate mark, misleads nobody.
    """
    said = piece.reading.totals_minor
    if len(said) < 2 or (piece.reading.duplicate and len(set(said)) == 1):
        return False
    lines = piece.slip.lines
    opening = shape(lines[0].text)
    again = [line for line in lines[1:] if shape(line.text) == opening]
    return any(evidence.trouble.lossy_between(lines[0].seq, line.seq) for line in again)
