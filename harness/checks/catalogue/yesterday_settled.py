"""``yesterday-settled``: a day that was forgotten is closed before the next one begins."""

from collections.abc import Iterable, Iterator

from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.checks.views.books import Transaction
from harness.checks.views.calls import Call
from harness.checks.views.days import Unsettled
from harness.checks.views.operations import MONEY
from harness.checks.wording import traces


@check(
    "yesterday-settled",
    zh="昨天未结的批次自动结清，今天的交易不混入其中",
    comes_from="books",
)
def yesterday_settled(evidence: Evidence) -> Iterator[Case]:
    """A batch that yesterday left open is closed, by itself, before today's is mixed into it."""
    for left in evidence.unsettled:
        asked = _asked_before(evidence, left)
        mixed = [one for one in left.later if one.approved_ever and one.key not in asked]
        if mixed:
            yield _mixed(evidence, left, mixed)
        elif left.over_seq is not None:
            yield HELD
        else:
            yield _still_open(evidence, left)


def _asked_before(evidence: Evidence, left: Unsettled) -> set[tuple[str, str, str]]:
    """What yesterday's operations asked for: a slow line may bring it to the host today."""
    yesterdays = (one for one in evidence.operations if one.seq < left.since_seq)
    return {one.key for operation in yesterdays for one in evidence.accounts.of(operation)}


def _mixed(evidence: Evidence, left: Unsettled, mixed: list[Transaction]) -> Case:
    message = (
        f"Today's {traces(mixed)} went into batch {left.batch}, which holds yesterday's "
        f"{evidence.money(_sold(left.held))}: neither day can be settled by itself."
    )
    return Violation(message, (left.since_seq, *(one.seq for one in mixed)))


def _still_open(evidence: Evidence, left: Unsettled) -> Case:
    healed = evidence.trouble.healed
    if healed is None or healed.seq < left.since_seq or evidence.trouble.cut_short:
        return Doubt(f"The run ended before batch {left.batch} of yesterday could be settled.")
    if _left_to_the_operator(evidence, left, healed.seq):
        return Doubt(
            f"The till reminds of batch {left.batch} of yesterday, and nothing was asked of it "
            "that would mix another day into it."
        )
    amount = evidence.money(_sold(left.held))
    message = (
        f"The merchant is not paid yesterday's {amount}: batch {left.batch} is open in the end."
    )
    return Violation(message, (left.since_seq, *(one.seq for one in left.held)))


def _left_to_the_operator(evidence: Evidence, left: Unsettled, healed: int) -> bool:
    """Whether the till says so in the end, and nobody could sell or settle since.

    Such a till may settle before its next sale, or when it is told to.
    """
    looks = [call for call in evidence.calls if call.method == "status" and call.seq > healed]
    reminds = bool(looks) and bool((looks[-1].result or {}).get("alerts"))
    asked = (call for call in evidence.calls if call.seq > left.since_seq)
    return reminds and not any(_could_settle(evidence, call) for call in asked)


def _could_settle(evidence: Evidence, call: Call) -> bool:
    """Whether it sells by card or settles, and the line to the host was well."""
    wanted = call.method == "settle" or (call.method in MONEY and call.tender != "cash")
    last = call.returned_seq or evidence.last_seq
    faults = evidence.trouble.faults
    return wanted and not any(
        one.target.startswith("acquirer") and one.touches(call.seq, last) for one in faults
    )


def _sold(held: Iterable[Transaction]) -> int:
    return sum(one.entry.amount_minor for one in held if one.side == "debit")
