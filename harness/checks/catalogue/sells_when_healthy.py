"""``sells-when-healthy``: when all is well, the till sells what the bank approves."""

from collections.abc import Iterator

from emulators.faults.events import FaultFired
from emulators.history import of
from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.checks.shut_out import shut_out
from harness.checks.views.operations import Operation
from harness.checks.views.wire import Message
from harness.checks.wording import times


@check(
    "sells-when-healthy",
    zh="没有故障时，主机批准的交易都告知为已批准，按一次键只做一笔交易",
    comes_from="operations, books",
)
def sells_when_healthy(evidence: Evidence) -> Iterator[Case]:
    """With no fault active, a sale that the host approves is told approved, and is one sale."""
    for operation in evidence.operations:
        if not operation.card or operation.method != "sale":
            continue
        sent = _sent(evidence, operation)
        approved = [one for one in sent if one.code == "00" and _in_time(evidence, one)]
        if approved and _healthy(evidence, operation) and not _told_later(operation, approved):
            yield _case(evidence, operation, approved)
        refused = shut_out(evidence, operation, sent)
        if refused is not None:
            yield refused


def _in_time(evidence: Evidence, one: Message) -> bool:
    """Whether the till had the answer before it may give up: a bench can be slow, too."""
    wait_ms = evidence.settings.acquirer.host_timeout_s * 1000
    left_ms = (event.t_ms for event in evidence.events if event.seq == one.answered_seq)
    return next(left_ms, one.t_ms) < one.t_ms + wait_ms


def _healthy(evidence: Evidence, operation: Operation) -> bool:
    """Whether no fault struck while it was done, and the till was over those before."""
    answered = operation.calls[0].returned_seq
    if answered is None:
        return False
    fired = [
        event.seq
        for event, fault in of(evidence.events, FaultFired)
        if fault.target != "operator"  # a cashier in a hurry breaks nothing
    ]
    if any(operation.seq < seq < answered for seq in fired):
        return False
    before = [seq for seq in fired if seq < operation.seq]
    return not before or _rested(evidence, max(before), operation.seq)


def _told_later(operation: Operation, approved: list[Message]) -> bool:
    """Whether it was honestly pending at first: the host had not answered, and approved it is."""
    first = operation.calls[0]
    until = first.returned_seq or 0
    early = any((one.answered_seq or 0) < until for one in approved)
    return first.outcome == "pending" and operation.outcome == "approved" and not early


def _rested(evidence: Evidence, fault: int, until: int) -> bool:
    """Whether the bench saw everything mended and the POS at rest after ``fault``."""
    quiet = evidence.trouble.quiet_seqs
    return any(fault < seq < until for seq in quiet)


def _sent(evidence: Evidence, operation: Operation) -> list[Message]:
    return [
        one
        for one in evidence.messages
        if one.financial and operation.during(one.seq) and evidence.answered(one)
    ]


def _case(evidence: Evidence, operation: Operation, approved: list[Message]) -> Case:
    amount = evidence.money(operation.amount_minor)
    seqs = tuple(one.seq for one in approved)
    keys = {one.key for one in approved}
    if operation.calls[0].outcome != "approved":
        said = operation.calls[0].outcome or "nothing"
        message = (
            f"With nothing out of order the host approved {amount} for {operation}, and the "
            f"cashier was told {said}."
        )
        return Violation(message, (*operation.events, *seqs))
    if len(keys) > 1:
        message = f"One press of a key sold {amount} {times(len(keys))} for {operation}."
        return Violation(message, (*operation.events, *seqs))
    return HELD
