"""``card-number-masked``: no card number lies about."""

import re
from collections.abc import Iterator

from emulators.history import of
from emulators.printer.events import LineBurnt
from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.events import PosLog, SlipRead


@check(
    "card-number-masked",
    zh="小票和收银日志中卡号最多显示前六位和后四位",
    comes_from="paper, stderr",
)
def card_number_masked(evidence: Evidence) -> Iterator[Case]:
    """No slip and no POS log shows more than a card number's first six and last four digits."""
    for event, line in of(evidence.events, LineBurnt):
        yield HELD
        for number in line.card_numbers:
            message = f"A slip shows too much of the card number {_plain(number)}."
            yield Violation(message, (event.seq,))
    for event, read in of(evidence.events, SlipRead):
        for number in read.card_numbers:
            message = (
                f"A slip that is a picture shows too much of the card number {_plain(number)}."
            )
            yield Violation(message, (event.seq,))
    for event, log in of(evidence.events, PosLog):
        yield HELD
        for number in log.card_numbers:
            message = f"The POS's log holds too much of the card number {_plain(number)}."
            yield Violation(message, (event.seq,))


def _plain(number: str) -> str:
    """Without the separators that it may have stood there with."""
    return re.sub(r"[ -]", "", number)
