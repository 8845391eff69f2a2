"""``receipt-truthful``: what the paper says is what the books say."""

from collections.abc import Iterator

from harness.checks.as_sale import slip_like_a_sales
from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.codes import foreign_code
from harness.checks.evidence import Evidence
from harness.checks.fairness import owed_copies, reprint_asked, unnoticeable
from harness.checks.reading import other_card
from harness.checks.result import Violation
from harness.checks.views.books import Transaction
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece
from harness.checks.wording import listed


@check(
    "receipt-truthful",
    zh="小票上的金额、凭证号、参考号、授权码、批次号与账上一致（现金：与交易金额一致），撤销和退货不得印成消费小票",
    comes_from="paper, books",
)
def receipt_truthful(evidence: Evidence) -> Iterator[Case]:
    """Amount, trace, reference, codes and batch on a slip are those of the books.

    So is what it shows of the card number, and no barcode names another payment. A cash slip says
    the operation's amount. Only what can be read is compared; an amount has to be there where other
    such slips have one. The slip of a void or refund is not that of a sale over again.
    """
    for piece, operation in evidence.receipts.pairs:
        if operation is not None and piece.whole and piece.sort == "receipt":
            yield _case(evidence, piece, operation)
            yield from _amount_there(evidence, piece, operation)
    for operation in evidence.operations:
        if operation.method in ("void", "refund") and operation.approved:
            yield from _told_apart(evidence, operation)


def _amount_there(evidence: Evidence, piece: Piece, operation: Operation) -> Iterator[Case]:
    """It says an amount where others of its kind do.

    Not what was spoilt on its way, nor what only dots say: there the reading may have failed.
    """
    if piece.reading.total_minor is not None or not _as_sent(evidence, piece):
        return
    for other, about in evidence.receipts.pairs:
        same = about is not None and _kind(other, about) == _kind(piece, operation)
        if same and other.whole and other.reading.total_minor is not None:
            message = (
                f"The {piece.reading.copy_of}'s slip for {operation} says no amount: it does not "
                "prove what was paid."
            )
            yield Violation(message, (*operation.events, *piece.slip.events))
            return
    if operation.method == "sale":
        yield Doubt("No amount can be read on the slips of sales: set receipt.total.")


def _as_sent(evidence: Evidence, piece: Piece) -> bool:
    first, last = piece.slip.seq, piece.slip.last.seq
    legible = len(piece.slip.legible_text) == len(piece.slip.lines)
    by_eye = any(one.read for one in evidence.pictures)
    return legible and not by_eye and not evidence.trouble.of_paper_between(first, last)


def _kind(piece: Piece, operation: Operation) -> tuple[object, ...]:
    return piece.sort, piece.reading.copy_of, operation.method, operation.card


def _told_apart(evidence: Evidence, operation: Operation) -> Iterator[Case]:
    """It is no case for itself that a slip says what it is: the words are the till's own."""
    for copy_of in owed_copies(evidence, operation):
        found = slip_like_a_sales(evidence, operation, copy_of)
        if found is not None:
            piece, sale = found
            message = (
                f"The {copy_of}'s slip for {operation} says that it is a sale's, and nothing that "
                f"the one for {sale} does not: it passes for another payment."
            )
            yield Violation(message, (*operation.events, *piece.slip.events))


def _case(evidence: Evidence, piece: Piece, operation: Operation) -> Case:
    wrong = _wrong(evidence, piece, operation)
    if not wrong:
        return HELD
    if unnoticeable(evidence, piece):
        return _excused(evidence, piece, operation)
    message = (
        f"The {piece.reading.copy_of}'s slip for {operation} says {listed(wrong)}: it does not "
        "prove what was paid."
    )
    return Violation(message, (*operation.events, *piece.slip.events))


def _excused(evidence: Evidence, piece: Piece, operation: Operation) -> Case:
    """No till can notice such damage: then a right reprint has to be there once it is asked for.

    A reprint owes the customer's copy only (the contract), whichever of them was damaged.
    """
    if _right(evidence, operation, piece.reading.copy_of):
        return HELD
    if not reprint_asked(evidence, operation):
        return Doubt(f"The slip of {operation} was damaged, and no reprint was asked for.")
    if _right(evidence, operation, "customer"):
        return HELD
    message = f"The {piece.reading.copy_of} has no right slip for {operation}, reprints included."
    return Violation(message, (*operation.events, *piece.slip.events))


def _right(evidence: Evidence, operation: Operation, copy_of: str) -> bool:
    """Whether any whole slip of that copy says what the books say."""
    copies = evidence.receipts.whole(operation, copy_of)
    return any(not _wrong(evidence, other, operation) for other in copies)


def _wrong(evidence: Evidence, piece: Piece, operation: Operation) -> list[str]:
    reading = piece.reading
    booked = _booked(evidence, piece, operation)
    amount = operation.amount_minor if booked is None else booked.entry.amount_minor
    wrong = []
    if reading.total_minor is not None and amount not in (None, reading.total_minor):
        is_, was = evidence.money(reading.total_minor), evidence.money(amount)
        wrong.append(f"{is_} instead of {was}")
    foreign = foreign_code(evidence, piece, operation)
    if foreign:
        wrong.append(f"{foreign} in a barcode instead of {operation.reference}")
    if booked is None:
        return wrong
    said = (reading.trace, reading.rrn, reading.auth, reading.batch)
    held = (_trace(booked, operation), booked.entry.rrn, booked.entry.auth_code, booked.entry.batch)
    names = ("trace", "RRN", "authorisation code", "batch")
    for name, is_, was in zip(names, said, held, strict=True):
        if is_ and was and is_ != was and not (name in _DRAWN and _answered(evidence, booked, is_)):
            wrong.append(f"{name} {is_} instead of {was}")
    if reading.cards and all(other_card(booked.entry.card, one) for one in reading.cards):
        wrong.append(f"card {reading.cards[-1]} instead of {booked.entry.card}")
    return wrong


_DRAWN = ("RRN", "authorisation code")  # the host draws them anew for each request that it books


def _answered(evidence: Evidence, booked: Transaction, said: str) -> bool:
    """Whether the host has answered so, and booked a copy of the request only afterwards."""
    if not evidence.trouble.fired("host.approved_not_booked"):
        return False
    answers = (one.answer for one in evidence.messages if one.key == booked.key)
    return any(said in (field.partition("=")[2] for field in answer) for answer in answers)


def _trace(booked: Transaction, operation: Operation) -> str:
    """The trace number: where the host knows the till's own key instead, the one that was told."""
    return booked.key[2] if booked.has_trace_number else next(reversed(operation.traces), "")


def _booked(evidence: Evidence, piece: Piece, operation: Operation) -> Transaction | None:
    """The transaction that the slip means, or should mean."""
    accounts = evidence.accounts
    made = accounts.of(operation) or accounts.reversed_for(operation)
    own = [one for one in made if one.approved_ever]
    named = [one for one in own if one.key[2] == piece.reading.trace]
    standing = [one for one in own if one.booked]
    return next(iter(named or standing or own), None)
