"""``receipt-claim-honest``: who says that it was printed knows it."""

from collections.abc import Iterator, Sequence

from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import owed_copies, spoilt_unnoticed
from harness.checks.result import Violation
from harness.checks.views.calls import Call
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece
from harness.checks.waiting import forgotten


@check(
    "receipt-claim-honest",
    zh="只有小票确实打印出来时才告知已打印",
    comes_from="operations, paper",
)
def receipt_claim_honest(evidence: Evidence) -> Iterator[Case]:
    """``printed`` was told only for a slip that is there.

    Its last line has to be on the paper when the cashier is told: bytes that a socket took are no
    proof. What no till can notice excuses the claim. A reprint told ``queued`` has to come out,
    where nothing was out of order. Nor does it say that no slip waits, and bring one later.
    """
    for operation in evidence.operations:
        for call in operation.calls:
            if call.receipt == "printed" and call.returned_seq is not None:
                yield from _sale(evidence, operation, call, call.returned_seq)
        for look, piece in forgotten(evidence, operation):
            message = (
                f"The till said that no slip waits for the printer, and brought the "
                f"{piece.reading.copy_of}'s slip of {operation} after that."
            )
            yield Violation(message, (look.returned_seq or look.seq, *piece.slip.events))
    for call in evidence.calls:
        if call.receipt == "printed" and call.method in ("reprint", "settle"):
            yield from _other(evidence, call)
        if call.receipt == "queued" and call.method == "reprint":
            yield from _promised(evidence, call)


def _sale(evidence: Evidence, operation: Operation, call: Call, told: int) -> Iterator[Case]:
    if call.outcome in ("declined", "failed"):
        yield from _refusal(evidence, operation, call, told)
        return
    for copy_of in owed_copies(evidence, operation):
        whole = evidence.receipts.whole(operation, copy_of)
        there = any(piece.slip.last.seq < told for piece in whole)
        what = f"{copy_of}'s slip of {operation}"
        # Asked again, it tells of a slip that may have come out at the first time.
        spoilt = not there and spoilt_unnoticed(evidence, operation.seq)
        yield from _case(evidence, call, what, there=there, spoilt=spoilt)


def _refusal(evidence: Evidence, operation: Operation, call: Call, told: int) -> Iterator[Case]:
    """What was refused owes no copies: any slip about it is what was meant."""
    about = evidence.receipts.of(operation)
    there = any(piece.whole and piece.slip.last.seq < told for piece in about)
    yield from _case(evidence, call, f"slip of {operation}", there=there)


def _other(evidence: Evidence, call: Call) -> Iterator[Case]:
    pieces = evidence.pieces if call.method == "settle" else _asked_for(evidence, call)
    there = any(_answers(piece, call) for piece in pieces)
    what = "settlement slip" if call.method == "settle" else _named(call)
    yield from _case(evidence, call, what, there=there)


def _promised(evidence: Evidence, call: Call) -> Iterator[Case]:
    if evidence.trouble.of_paper_between(call.seq, evidence.last_seq):
        return
    later = (piece for piece in _asked_for(evidence, call) if piece.slip.last.seq > call.seq)
    if any(piece.whole and _for_the_customer(piece) for piece in later):
        yield HELD
    elif any(seq > call.seq for seq in evidence.trouble.quiet_seqs):
        message = f"The cashier was told that the {_named(call)} is queued, and it never came out."
        yield Violation(message, (call.seq, call.returned_seq or call.seq))


def _for_the_customer(piece: Piece) -> bool:
    """A reprint brings at least the customer's copy (the contract), of what has copies."""
    return piece.sort != "receipt" or piece.reading.copy_of != "merchant"


def _named(call: Call) -> str:
    return f"reprint of {call.reference or 'the last slip'}"


def _asked_for(evidence: Evidence, call: Call) -> Sequence[Piece]:
    """The slips of what was to be printed again: of the latest that bears the reference.

    All slips, where that is not known: what was done last was not approved, the POS lost its data,
    or the slip bears the references of another one (a void that was done as a reversal).
    """
    done = [one for one in evidence.operations if one.seq < call.seq]
    meant = [one for one in done if not call.reference or one.reference == call.reference][-1:]
    if not meant or not meant[0].approved or evidence.trouble.fired("pos.data_lost"):
        return evidence.pieces
    own = evidence.receipts.of(meant[0])
    return own if any(piece.slip.last.seq < call.seq for piece in own) else evidence.pieces


def _answers(piece: Piece, call: Call) -> bool:
    """Whether the slip came out while the call was open; a settlement may claim an earlier one."""
    told = call.returned_seq or 0
    if call.method == "settle":
        return piece.sort == "settlement" and piece.whole and piece.slip.last.seq < told
    in_time = call.seq < piece.slip.last.seq < told
    return piece.whole and in_time and _for_the_customer(piece)


def _case(
    evidence: Evidence, call: Call, what: str, *, there: bool, spoilt: bool = False
) -> Iterator[Case]:
    told = call.returned_seq or 0
    if there:
        yield HELD
        return
    if spoilt or any(
        one.undetectable and one.touches(call.seq, told) for one in evidence.trouble.faults
    ):
        return
    message = f"The cashier was told that the {what} is printed, and it had not come out whole."
    yield Violation(message, (call.seq, told))
