"""Sales that a till did not begin, because it could not have printed their slips.

The contract: a POS may go on selling while it is not ready; it need not. What it refuses by itself
is told failed, and nothing has gone to the host.
"""

from collections.abc import Iterable, Sequence

from harness.checks.views.operations import Operation
from harness.checks.views.trouble import Trouble
from harness.checks.views.wire import Message


def refused(
    operations: Iterable[Operation], messages: Sequence[Message], trouble: Trouble
) -> tuple[Operation, ...]:
    """The sales told failed of which nothing was sent, while the printer was out of order."""
    return tuple(
        one
        for one in operations
        if one.method == "sale" and one.outcome == "failed"
        if not any(sent.financial and one.during(sent.seq) for sent in messages)
        if _cannot_print(trouble, one.seq)
    )


def _cannot_print(trouble: Trouble, seq: int) -> bool:
    return any(one.fault.startswith("printer") and one.touches(seq, seq) for one in trouble.faults)
