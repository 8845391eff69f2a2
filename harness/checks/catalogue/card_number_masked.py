"""``card-number-masked``: no card number lies about."""

import re
from collections.abc import Iterator

from emulators.history import of
from emulators.masking import is_card_number, mask_card
from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.checks.views.paper import Slip
from harness.events import PosLog

_GROUPED = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")


@check(
    "card-number-masked",
    zh="小票和收银日志中卡号最多显示前六位和后四位",
    comes_from="paper, stderr",
)
def card_number_masked(evidence: Evidence) -> Iterator[Case]:
    """No slip and no POS log shows more than a card number's first six and last four digits."""
    for piece in evidence.pieces:
        yield from _slip(piece.slip)
    for event, log in of(list(evidence.events), PosLog):
        yield HELD
        for number in log.card_numbers:
            message = f"The POS's log holds the whole card number {number}."
            yield Violation(message, (event.seq,))


def _slip(slip: Slip) -> Iterator[Case]:
    yield HELD
    for line in slip.lines:
        for found in _GROUPED.finditer(line.text):
            digits = re.sub(r"\D", "", found[0])
            if is_card_number(digits):
                message = f"A slip shows the whole card number {mask_card(digits)}."
                yield Violation(message, (line.seq,))
