"""Words that violations have in common."""

from collections.abc import Iterable

from harness.checks.views.books import Transaction
from harness.checks.views.operations import Operation

_TIMES = {1: "once", 2: "twice"}


def times(number: int) -> str:
    """``once``, ``twice``, ``3 times``."""
    return _TIMES.get(number, f"{number} times")


def listed(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *head, last = list(words) or [""]
    return f"{', '.join(head)} and {last}" if head else last


def traces(transactions: Iterable[Transaction]) -> str:
    """``trace 000001``, ``traces 000001 and 000002``."""
    numbers = [one.key[2] for one in transactions]
    return f"trace{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


def events(operation: Operation, transactions: Iterable[Transaction] = ()) -> tuple[int, ...]:
    """The events of an operation and of transactions, in order."""
    booked = (seq for one in transactions for seq in one.events)
    return tuple(sorted({*operation.events, *booked}))
