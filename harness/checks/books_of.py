"""What the books of a History come to, for whoever wants to know without a verdict."""

from collections.abc import Sequence

from emulators.events import Event
from harness.checks.views.books import books


def charges(events: Sequence[Event]) -> list[int]:
    """The charges that customers are left with, in minor units, in the order of booking."""
    held = books(events)
    purchases = [one for one in held.transactions if one.side == "debit"]
    return [one.entry.amount_minor for one in purchases if held.charged(one)]
