"""``receipt-claim-honest``: who says that it was printed knows it."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import owed_copies
from harness.checks.result import Violation
from harness.checks.views.calls import Call
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece


@check(
    "receipt-claim-honest",
    zh="只有小票确实打印出来时才告知已打印",
    comes_from="operations, paper",
)
def receipt_claim_honest(evidence: Evidence) -> Iterator[Case]:
    """``printed`` was told only for a slip that is there.

    Its last line has to be on the paper when the cashier is told: bytes that a socket took are no
    proof. What no till can notice excuses the claim.
    """
    for operation in evidence.operations:
        for call in operation.calls:
            if call.receipt == "printed" and call.returned_seq is not None:
                yield from _sale(evidence, operation, call, call.returned_seq)
    for call in evidence.calls:
        if call.receipt == "printed" and call.method in ("reprint", "settle"):
            yield from _other(evidence, call)


def _sale(evidence: Evidence, operation: Operation, call: Call, told: int) -> Iterator[Case]:
    for copy_of in owed_copies(evidence, operation):
        whole = evidence.receipts.whole(operation, copy_of)
        there = any(piece.slip.last.seq < told for piece in whole)
        yield from _case(evidence, call, f"{copy_of}'s slip of {operation}", there=there)


def _other(evidence: Evidence, call: Call) -> Iterator[Case]:
    there = any(_answers(piece, call) for piece in evidence.pieces)
    name = f"reprint of {call.reference or 'the last slip'}"
    what = "settlement slip" if call.method == "settle" else name
    yield from _case(evidence, call, what, there=there)


def _answers(piece: Piece, call: Call) -> bool:
    """Whether the slip came out while the call was open; a settlement may claim an earlier one."""
    told = call.returned_seq or 0
    if call.method == "settle":
        return piece.sort == "settlement" and piece.whole and piece.slip.last.seq < told
    return piece.whole and call.seq < piece.slip.last.seq < told


def _case(evidence: Evidence, call: Call, what: str, *, there: bool) -> Iterator[Case]:
    told = call.returned_seq or 0
    if there:
        yield HELD
        return
    if any(one.undetectable and one.touches(call.seq, told) for one in evidence.trouble.faults):
        return
    message = f"The cashier was told that the {what} is printed, and it had not come out whole."
    yield Violation(message, (call.seq, told))
