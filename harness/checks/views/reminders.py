"""What of a till's status can remind of an earlier day: all but what it said on that day, too.

An alert that came up with a trouble of the day before tells of that trouble, and a till that counts
as unsettled what was sold an hour ago says nothing of yesterday by it. An alert that stood there on
the day before with nothing out of order may be its word for an open batch, and counts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.checks.views.calls import Call
from harness.checks.views.days import Unsettled
from harness.checks.views.trouble import Trouble

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Reminders:
    """``of_trouble``: the alerts of the first day's troubles; ``counts_all``: of the day's own."""

    of_trouble: frozenset[str]
    counts_all: bool

    def tells(self, look: Call) -> bool:
        """Whether a status answer says that something is not settled."""
        return bool(set(_alerts(look)) - self.of_trouble) or (
            _unsettled(look) > 0 and not self.counts_all
        )


def reminders(calls: Iterable[Call], left: Sequence[Unsettled], trouble: Trouble) -> Reminders:
    """What the till said before the first day that it left open was over."""
    over = min((one.since_seq for one in left), default=0)
    status = (call for call in calls if call.method == "status" and call.status == "ok")
    looks = [call for call in status if (call.returned_seq or over) < over]
    well = {text for look in looks if not _in_trouble(trouble, look) for text in _alerts(look)}
    ill = {text for look in looks if _in_trouble(trouble, look) for text in _alerts(look)}
    return Reminders(frozenset(ill - well), any(_unsettled(look) > 0 for look in looks))


def _in_trouble(trouble: Trouble, look: Call) -> bool:
    return any(one.touches(look.seq, look.returned_seq or look.seq) for one in trouble.faults)


def _alerts(look: Call) -> Iterator[str]:
    """The texts that the operator sees, without their numbers: counts and times go on."""
    said = (look.result or {}).get("alerts")
    for one in said if isinstance(said, list) else [said] if said else []:
        yield _NUMBER.sub("0", str(one))


def _unsettled(look: Call) -> int:
    count = (look.result or {}).get("unsettled")
    return count if isinstance(count, int) else 0
