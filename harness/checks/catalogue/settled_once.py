"""``settled-once``: what was sold is paid out, once, and everybody has the same figures."""

from collections import Counter
from collections.abc import Iterator

from emulators.acquirer.requests import Action
from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.checks.views.batches import Closing, Totals, settled_calls, told_totals
from harness.checks.views.books import Transaction
from harness.checks.views.calls import Call
from harness.checks.views.trouble import Standing
from harness.checks.views.wire import Message
from harness.checks.wording import traces


@check(
    "settled-once",
    zh="结算后每笔入账交易恰好在一个已关闭的批次中，终端与主机的总计一致",
    comes_from="books, operations, paper",
)
def settled_once(evidence: Evidence) -> Iterator[Case]:
    """After settlement every booked transaction is in exactly one closed batch, totals agreeing.

    Where the host closes by itself (``auto_close``) only the closing counts.
    """
    yield from _closed_once(evidence)
    for settle in settled_calls(evidence.calls):
        yield _left_open(evidence, settle)
        yield from _agreed(evidence, settle)
    yield from _quarrels(evidence)
    yield from _not_balanced(evidence)


def _not_balanced(evidence: Evidence) -> Iterator[Case]:
    """The totals that the till sent, where nothing at all had struck that could excuse others."""
    if evidence.settings.acquirer.late_batch != "accept":
        return
    struck = min((one.seq for one in evidence.trouble.faults), default=evidence.last_seq + 1)
    for one in evidence.messages:
        if one.action == Action.SETTLEMENT.value and (one.answered_seq or struck) < struck:
            yield HELD if one.code != NOT_BALANCED else _other_totals(one)


def _other_totals(one: Message) -> Case:
    message = (
        f"The till told the host totals of batch {one.batch} that are not those of the books, "
        "with nothing out of order: the merchant's payment waits for an upload."
    )
    return Violation(message, (one.seq, one.answered_seq or one.seq))


NOT_BALANCED = "95"

# What may keep even an honest till and its host from agreeing on a batch.
_EXCUSES = ("host.settlement", "host.upload", "host.cutover", "host.down", "acquirer.link", "pos.")


def _quarrels(evidence: Evidence) -> Iterator[Case]:
    """Settlements that end in a mismatch, even after the upload, with nothing to excuse it."""
    if evidence.settings.acquirer.late_batch != "accept":
        return
    for settle in evidence.calls:
        if settle.method == "settle" and settle.outcome == "mismatch":
            yield _quarrel(evidence, settle)


def _quarrel(evidence: Evidence, settle: Call) -> Case:
    until = settle.returned_seq or settle.seq
    unpaid = f"The merchant is not paid for batch {_batch_of(evidence, settle)}"
    if not any(one.action == Action.UPLOAD.value and one.seq < until for one in evidence.messages):
        return Violation(f"{unpaid}: the till gave up without an upload.", (settle.seq, until))
    struck = [one for one in evidence.trouble.faults if one.seq < until]
    if any(_excuses(one, _last_close(evidence, until)) for one in struck):
        return HELD
    message = f"{unpaid}: the till's totals are not those of what it sold and uploaded."
    return Violation(message, (settle.seq, until))


def _batch_of(evidence: Evidence, settle: Call) -> str:
    """The batch that the till names, else the one that it told the host meanwhile."""
    until = settle.returned_seq or settle.seq
    asked = [one for one in evidence.messages if one.action in _CLOSING and one.seq < until]
    return settle.said("batch") or (asked[-1].batch if asked else "?")


_CLOSING = (Action.SETTLEMENT.value, Action.CLOSE.value)


def _last_close(evidence: Evidence, until: int) -> int:
    closes = (one for one in evidence.messages if one.action == Action.CLOSE.value)
    return max((one.seq for one in closes if one.seq < until), default=0)


def _excuses(fault: Standing, last_close: int) -> bool:
    """Totals that were made to differ excuse no quarrel about the upload that followed them."""
    if fault.fault == "host.settlement_mismatch":
        return fault.seq > last_close
    return fault.fault.startswith(_EXCUSES)


def _closed_once(evidence: Evidence) -> Iterator[Case]:
    times = Counter((one.terminal, one.batch) for one in evidence.closings)
    for (_, batch), number in times.items():
        if number == 1:
            yield HELD
            continue
        seqs = tuple(one.seq for one in evidence.closings if one.batch == batch)
        yield Violation(f"Batch {batch} was closed {number} times: it is paid out twice.", seqs)


def _left_open(evidence: Evidence, settle: Call) -> Case:
    """Whether something that was booked before the settlement is in no closed batch after it.

    A till with an empty batch need not ask the host, and knows nothing of what it was told is not
    done: if that is booked, other checks say what the customer is left with.
    """
    closed = {(one.terminal, one.batch) for one in evidence.closings}
    asked = any(settle.seq < one.seq <= (settle.returned_seq or 0) for one in evidence.messages)
    left = [
        one
        for one in evidence.books.transactions
        if one.booked and one.side != "none" and one.seq < settle.seq and one.key[:2] not in closed
        if asked or not _told_not_done(evidence, one)
    ]
    if not left:
        return HELD
    amount = evidence.money(sum(one.entry.amount_minor for one in left))
    message = (
        f"The merchant is not paid {amount} ({traces(left)}): the till says settled, and the "
        "host has not closed the batch."
    )
    seqs = [seq for one in left for seq in one.events]
    return Violation(message, (settle.seq, settle.returned_seq or settle.seq, *seqs))


def _told_not_done(evidence: Evidence, transaction: Transaction) -> bool:
    owner = evidence.accounts.owner(transaction)
    return owner is not None and owner.decided and not owner.approved


def _agreed(evidence: Evidence, settle: Call) -> Iterator[Case]:
    told = told_totals(settle)
    closing = _closing(evidence, settle)
    if told is None or closing is None or closing.how == "cutover":
        return
    if told == closing.totals:
        yield HELD
        return
    message = (
        f"The till settled batch {closing.batch} with {_text(evidence, told)}, and the books hold "
        f"{_text(evidence, closing.totals)}."
    )
    yield Violation(message, (settle.seq, settle.returned_seq or settle.seq, closing.seq))


def _closing(evidence: Evidence, settle: Call) -> Closing | None:
    """The closing that a settlement told of: of the batch it names, or the latest before it."""
    before = [one for one in evidence.closings if one.seq < (settle.returned_seq or 0)]
    named = settle.said("batch")
    if named:
        return next((one for one in reversed(before) if one.batch == named), None)
    return next((one for one in reversed(before) if one.seq > settle.seq), None)


def _text(evidence: Evidence, totals: Totals) -> str:
    return (
        f"{totals.debits_count} debits of {evidence.money(totals.debits_minor)} and "
        f"{totals.credits_count} credits of {evidence.money(totals.credits_minor)}"
    )
