"""``reversed-before-next``: the terminal puts things right before it goes on."""

from collections.abc import Iterator, Sequence

from emulators.acquirer.requests import Action
from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.checks.views.wire import Message


@check(
    "reversed-before-next",
    zh="未得到应答且可冲正的金融请求，在该终端下一笔之前完成冲正",
    comes_from="wire",
)
def reversed_before_next(evidence: Evidence) -> Iterator[Case]:
    """An unanswered financial request is reversed before its terminal's next one.

    A repeat under the same trace number is not a next one, and an answered one ends the matter. A
    reversal counts when its acknowledgement left the host. The settlement of its batch is a next
    one, too: terminals reverse before any other question to the host (UnionPay), and totals
    without a sale that the host has booked cannot agree.
    """
    for place, one in enumerate(evidence.messages):
        if evidence.reversible(one) and not _repeats(one, evidence.messages[:place]):
            yield from _case(evidence, one, evidence.messages[place + 1 :])


def _repeats(one: Message, earlier: Sequence[Message]) -> bool:
    return any(other.financial and other.key == one.key for other in earlier)


def _case(evidence: Evidence, one: Message, later: Sequence[Message]) -> Iterator[Case]:
    following = next((other for other in later if _goes_on(one, other)), None)
    before = following.seq if following is not None else None
    same = [one, *(other for other in later if other.key == one.key)]
    if _ended(evidence, [other for other in same if other.ends_doubt], before):
        return
    # A line may have let the reversal overtake its original: the host takes none of that one then.
    overtaking = [other for other in evidence.messages if other.key == one.key]
    if following is None or _reversed(overtaking, following.seq):
        yield HELD
        return
    amount = evidence.money(one.amount_minor)
    what = f"trace {following.trace}" if following.financial else "the settlement"
    message = (
        f"The customer may be charged {amount}: trace {one.trace} had no answer and was not "
        f"reversed before {what}."
    )
    yield Violation(message, (one.seq, following.seq))


def _goes_on(one: Message, other: Message) -> bool:
    """Whether the terminal asks for something else, or settles the batch that it is in."""
    if other.action == Action.SETTLEMENT.value:
        return other.key[:2] == one.key[:2]
    return other.financial and other.key != one.key and other.terminal == one.terminal


def _ended(evidence: Evidence, attempts: Sequence[Message], before: int | None) -> bool:
    """Whether an answer left, to one of the attempts, before the next request came."""
    answers = [one.answered_seq for one in attempts if evidence.answered(one)]
    return any(seq is not None and (before is None or seq < before) for seq in answers)


def _reversed(same: Sequence[Message], before: int) -> bool:
    acknowledged = [one.acknowledged_seq for one in same if one.reversal]
    return any(seq is not None and seq < before for seq in acknowledged)
