"""Sales that a till did not take back, because it asked the host again what had become of them.

Contract 4.1: a byte-identical request is a repeat, never booked twice and answered as the first;
so is one that differs in its MTI alone, which says it (0201); a gateway can be asked by reference.
A till that learns so that its sale is approved may keep it.
"""

from collections.abc import Iterable, Sequence

from emulators.acquirer.requests import Action
from harness.checks.views.operations import Operation
from harness.checks.views.wire import Message


def kept(operations: Iterable[Operation], messages: Sequence[Message]) -> tuple[Operation, ...]:
    """The approved operations for which the host was asked more than once, or asked afterwards."""
    return tuple(
        one for one in operations if one.outcome == "approved" and _asked_again(one, messages)
    )


def _asked_again(operation: Operation, messages: Sequence[Message]) -> bool:
    sent = [one for one in messages if one.financial and operation.during(one.seq)]
    keys = {one.key for one in sent}
    about = [one for one in messages if one.key in keys and one.ends_doubt]
    asked = any(one.action == Action.INQUIRY.value for one in about)
    contents = [one.content for one in about if one.financial]
    again = any(one.repeat for one in about) or len(set(contents)) < len(contents)
    return asked or again
