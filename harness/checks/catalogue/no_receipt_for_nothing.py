"""``no-receipt-for-nothing``: paper claims no payment that is not one."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import sold_off_line, unnoticeable
from harness.checks.result import Violation
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece


@check(
    "no-receipt-for-nothing",
    zh="小票不声称账上未批准的交易已批准；没有交易就没有现金小票",
    comes_from="paper, books, operations",
)
def no_receipt_for_nothing(evidence: Evidence) -> Iterator[Case]:
    """No slip claims an approval that the books did not hold when its last line was burnt.

    No cash slip is there without its operation.
    """
    for piece, operation in evidence.receipts.pairs:
        if not piece.whole or piece.sort != "receipt":
            continue
        if operation is None:
            yield from _nobodys(evidence, piece)
        elif operation.card:
            yield _card(evidence, piece, operation)
        else:
            yield _cash(evidence, piece, operation)


def _nobodys(evidence: Evidence, piece: Piece) -> Iterator[Case]:
    """A slip that no operation asked for; only what looks like a receipt is taken for one.

    Of one that came out of a spoilt head nobody can say whose it is.
    """
    others = any(call.method in ("preauth", "completion", "balance") for call in evidence.calls)
    blurred = len(piece.slip.legible_text) < len(piece.slip.lines)
    if others or (blurred and unnoticeable(evidence, piece)):
        return
    if not (piece.reading.references or piece.reading.copies):
        return
    amount = evidence.money(piece.reading.total_minor)
    yield Violation(
        f"A slip over {amount} came out that no operation asked for.", piece.slip.events
    )


def _card(evidence: Evidence, piece: Piece, operation: Operation) -> Case:
    burnt = piece.slip.last.seq
    own = evidence.accounts.of(operation)
    taken_back = evidence.accounts.reversed_for(operation)
    if taken_back and not any(one.booked_at(burnt) for one in taken_back):
        return HELD  # the slip of a void that is a reversal
    if any(one.booked_at(burnt) for one in own) or _host_said_so(evidence, piece, operation):
        return HELD
    if any(one.approved_ever for one in own) and sold_off_line(evidence, operation, burnt):
        return HELD  # told to the host when it was there again
    message = (
        f"The {piece.reading.copy_of} holds a slip that claims {evidence.money(_amount(piece))} "
        f"for {operation}, and nothing was booked when it came out."
    )
    return Violation(message, (*operation.events, *piece.slip.events))


def _host_said_so(evidence: Evidence, piece: Piece, operation: Operation) -> bool:
    """Whether the host had approved what it did not book: only a settlement shows that.

    A till that answers pending may ask the host after the call: then the trace tells.
    """
    before, trace = piece.slip.last.seq, piece.reading.trace
    return evidence.trouble.fired("host.approved_not_booked") and any(
        one.code == "00" and (one.answered_seq or before) < before
        for one in evidence.messages
        if one.financial and (operation.during(one.seq) or one.trace == trace)
    )


def _amount(piece: Piece) -> int | None:
    return piece.reading.total_minor


def _cash(evidence: Evidence, piece: Piece, operation: Operation) -> Case:
    if operation.approved or not operation.decided:
        return HELD
    message = (
        f"The customer holds a slip over {evidence.money(_amount(piece))} for {operation}, told "
        f"{operation.outcome}."
    )
    return Violation(message, (*operation.events, *piece.slip.events))
