"""``settlement-slip``: the merchant has each settlement on paper."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import (
    died_settling,
    spoilt_unnoticed,
    told_of_printer,
    unnoticeable,
)
from harness.checks.reading import Reading, Total
from harness.checks.result import Violation
from harness.checks.views.batches import Closing, Totals
from harness.checks.views.slips import Piece


@check(
    "settlement-slip",
    zh="每次结算有一张完整且总计正确的结算单",
    comes_from="paper, books",
)
def settlement_slip(evidence: Evidence) -> Iterator[Case]:
    """Each settlement has one complete slip with the right totals."""
    for closing in evidence.closings:
        if closing.how != "cutover" and not closing.totals.empty:
            yield _case(evidence, closing)


def _case(evidence: Evidence, closing: Closing) -> Case:
    slips = [piece for piece in _slips(evidence) if _is_about(piece, closing, evidence)]
    if not slips:
        return _missing(evidence, closing)
    wrong = [piece for piece in slips if not _right(piece.reading, closing.totals)]
    if wrong and unnoticeable(evidence, wrong[0]):
        return Doubt(f"No till could notice that the slip of batch {closing.batch} is spoilt.")
    if wrong:
        message = (
            f"The merchant's settlement slip of batch {closing.batch} does not say the "
            f"{evidence.money(closing.totals.debits_minor)} of debits and "
            f"{evidence.money(closing.totals.credits_minor)} of credits that the books hold."
        )
        return Violation(message, (closing.seq, *wrong[0].slip.events))
    unmarked = [piece for piece in slips if not piece.reading.duplicate]
    if len(unmarked) > 1:
        message = f"The merchant holds {len(unmarked)} settlement slips of batch {closing.batch}."
        seqs = [seq for piece in unmarked for seq in piece.slip.events]
        return Violation(message, (closing.seq, *seqs))
    return HELD


def _slips(evidence: Evidence) -> list[Piece]:
    return [piece for piece in evidence.pieces if piece.sort == "settlement" and piece.whole]


def _is_about(piece: Piece, closing: Closing, evidence: Evidence) -> bool:
    """By the batch number; where none can be read, by time."""
    if piece.reading.batch:
        return piece.reading.batch == closing.batch
    later = [one.seq for one in evidence.closings if one.seq > closing.seq]
    return closing.seq < piece.slip.last.seq < min(later, default=evidence.last_seq + 1)


def _missing(evidence: Evidence, closing: Closing) -> Case:
    if not evidence.trouble.mended:
        return Doubt(f"The run ended before the slip of batch {closing.batch} could come out.")
    broken = evidence.trouble.of_paper_between(closing.seq, evidence.last_seq)
    told = told_of_printer(evidence, closing.seq) or died_settling(evidence, closing.seq)
    if broken and not told:
        return Doubt(f"Nothing could tell the POS that the slip of batch {closing.batch} is lost.")
    if spoilt_unnoticed(evidence, closing.seq):
        return Doubt(f"No till could notice that the slip of batch {closing.batch} is spoilt.")
    message = (
        f"The merchant has no complete settlement slip of batch {closing.batch} "
        f"({evidence.money(closing.totals.debits_minor)} of debits)."
    )
    return Violation(message, (closing.seq,))


def _right(reading: Reading, totals: Totals) -> bool:
    debit = Total(totals.debits_count, totals.debits_minor)
    credit = Total(totals.credits_count, totals.credits_minor)
    return reading.debits[-1:] == (debit,) and reading.credits[-1:] == (credit,)
