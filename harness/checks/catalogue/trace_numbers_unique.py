"""``trace-numbers-unique``: the host can tell one transaction from another."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.checks.views.operations import Operation
from harness.checks.views.wire import Message, by_key

# What is the same in a repeat: card, processing code, amount, reference of the original, currency.
_CONTENT = ("2=", "3=", "4=", "37=", "49=")


@check(
    "trace-numbers-unique",
    zh="同一批次内凭证号不重复用于两笔交易",
    comes_from="wire",
)
def trace_numbers_unique(evidence: Evidence) -> Iterator[Case]:
    """No trace number is used twice in a batch for two transactions."""
    for first, *later in by_key(one for one in evidence.messages if one.financial):
        yield HELD
        for message in later:
            yield _case(evidence, first, message)


def _case(evidence: Evidence, earlier: Message, later: Message) -> Case:
    same = _content(earlier) == _content(later)
    again = later.repeat or earlier.content == later.content
    if same and (again or _asked(evidence, earlier) is _asked(evidence, later)):
        return HELD
    message = (
        f"Trace {later.trace} of batch {later.batch} stands for two transactions "
        f"({evidence.money(earlier.amount_minor)} and {evidence.money(later.amount_minor)}): the "
        "host takes the second for a duplicate, or the first for it."
    )
    return Violation(message, (earlier.seq, later.seq))


def _content(message: Message) -> tuple[object, ...]:
    fields = tuple(field for field in message.fields if field.startswith(_CONTENT))
    return fields, message.mti[:-1], message.processing_code, message.amount_minor


def _asked(evidence: Evidence, message: Message) -> Operation | None:
    """The operation that was under way."""
    return next((one for one in evidence.operations if one.during(message.seq)), None)
