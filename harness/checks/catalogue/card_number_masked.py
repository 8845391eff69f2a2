"""``card-number-masked``: no card number lies about."""

import re
from collections.abc import Iterator
from itertools import chain

from emulators.history import of
from emulators.printer.events import LineBurnt
from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.reading import MASKED, other_card
from harness.checks.result import Violation
from harness.events import Invoked, PosLog, SlipRead


@check(
    "card-number-masked",
    zh="小票和收银程序日志中卡号最多显示前六位和后四位",
    comes_from="paper, stderr",
)
def card_number_masked(evidence: Evidence) -> Iterator[Case]:
    """No slip and no POS log shows more than a card number's first six and last four digits.

    A card's that was used in the run: one in ten of all long numbers, such as times in
    milliseconds, has a right check digit by chance.
    """
    for event, line in of(evidence.events, LineBurnt):
        yield HELD
        for number in _used(evidence, line.card_numbers):
            message = f"A slip shows too much of the card number {number}."
            yield Violation(message, (event.seq,))
    for event, read in of(evidence.events, SlipRead):
        for number in _used(evidence, read.card_numbers):
            message = f"A slip that is a picture shows too much of the card number {number}."
            yield Violation(message, (event.seq,))
    for event, log in of(evidence.events, PosLog):
        yield HELD
        for number in _used(evidence, log.card_numbers):
            message = f"The POS's log holds too much of the card number {number}."
            yield Violation(message, (event.seq,))


def _used(evidence: Evidence, numbers: tuple[str, ...]) -> Iterator[str]:
    """Those that may be a card's of the run, without the separators that they stood there with."""
    cards = _cards(evidence) if numbers else ()
    for number in (re.sub(r"[ -]", "", one) for one in numbers):
        if not all(other_card(number, card) for card in cards):
            yield number


def _cards(evidence: Evidence) -> set[str]:
    """What the operator presented and what the host was told, masked."""
    params = (asked.params for _, asked in of(evidence.events, Invoked))
    fields = chain.from_iterable(message.fields for message in evidence.messages)
    return {card for text in chain(params, fields) for card in MASKED.findall(text)}
