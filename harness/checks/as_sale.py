"""Slips of voids and refunds that read as those of sales."""

from collections.abc import Iterator

from harness.checks.evidence import Evidence
from harness.checks.fairness import unnoticeable
from harness.checks.views.likeness import Paper, paper
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece


def slip_like_a_sales(
    evidence: Evidence, operation: Operation, copy_of: str
) -> tuple[Piece, Operation] | None:
    """A slip of a void or refund that passes for a sale's, and that sale; None when none does.

    It says that it is a sale's, and nothing that a sale's slip has not: else the till may have a
    word of its own there. That goes for every paper that came out for the void or refund.
    """
    own = [piece for piece in evidence.receipts.of(operation) if _counts(piece, copy_of)]
    if not any(piece.original for piece in own):
        return None
    if not all(piece.reading.sale and _readable(evidence, piece) for piece in own):
        return None
    for sale, slip in _slips_of_sales(evidence, operation, copy_of):
        if all(_like(evidence, piece, operation, slip, sale) for piece in own):
            return own[0], sale
    return None


def _counts(piece: Piece, copy_of: str) -> bool:
    """Whether the customer (or merchant) could show it; of a marked one nobody is misled."""
    reading = piece.reading
    return reading.copy_of == copy_of and not reading.duplicate and piece.sort != "waste"


def _readable(evidence: Evidence, piece: Piece) -> bool:
    whole = len(piece.slip.legible_text) == len(piece.slip.lines)
    return whole and not unnoticeable(evidence, piece)


def _slips_of_sales(
    evidence: Evidence, operation: Operation, copy_of: str
) -> Iterator[tuple[Operation, Piece]]:
    """The slips to compare with: of all sales where it is sure which slip is whose.

    Where its slips name no transaction of its own (cash, a void that is a reversal), a late slip of
    another sale could be taken for one of them: then that of the very sale which is voided only.
    """
    voided = evidence.sale_of(operation) if operation.method == "void" else None
    sure = _named(evidence, operation, copy_of)
    for sale in evidence.operations:
        if sale is voided or (sure and sale.method == "sale" and sale.card):
            whole = evidence.receipts.whole(sale, copy_of)
            yield from ((sale, piece) for piece in whole if not piece.reading.duplicate)


def _named(evidence: Evidence, operation: Operation, copy_of: str) -> bool:
    """Whether each of its slips names a transaction that was made for it."""
    made = evidence.accounts.of(operation)
    known = {one.key[2] for one in made} | {one.entry.rrn for one in made} - {""}
    own = [piece for piece in evidence.receipts.of(operation) if _counts(piece, copy_of)]
    return all({piece.reading.trace, piece.reading.rrn} & known for piece in own)


def _like(
    evidence: Evidence, piece: Piece, operation: Operation, slip: Piece, sale: Operation
) -> bool:
    own, other = _paper(evidence, piece, operation), _paper(evidence, slip, sale)
    return own.says_nothing_new(other, evidence.currency)


def _paper(evidence: Evidence, piece: Piece, operation: Operation) -> Paper:
    return paper(evidence.events, piece, evidence.pieces, operation.reference)
