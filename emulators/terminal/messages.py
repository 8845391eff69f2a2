"""The terminal's messages to the host, in ``iso87-ascii`` (docs/dialects.md)."""

from datetime import datetime

from emulators.acquirer.dialects.base import Message
from emulators.terminal.records import Payment, Totals

SIGN_ON = "001"


class Messages:
    """Of one terminal. ``now``: its clock's date and time."""

    def __init__(self, terminal_id: str, merchant_id: str) -> None:
        self._own = {41: terminal_id.ljust(8)[:8], 42: merchant_id.ljust(15)[:15]}

    def sign_on(self, trace: str, now: datetime) -> Message:
        """0800; the answer's DE 60 is the open batch."""
        return Message("0800", self._common(trace, now) | {70: SIGN_ON})

    def request(self, one: Payment, now: datetime) -> Message:
        """0200: a purchase, or a refund."""
        more = {14: one.card.expiry, 22: "012", 25: "00"}
        return _sorted("0200", self._original(one, now) | more)

    def reversal(self, one: Payment, now: datetime, *, again: bool) -> Message:
        """0400, 0401 when it was sent before."""
        return _sorted("0401" if again else "0400", self._original(one, now))

    def void(self, one: Payment, trace: str, now: datetime) -> Message:
        """0200 with DE 3 = 020000 and the RRN of what it voids."""
        asked = self._original(one, now) | {3: "020000", 11: trace, 37: one.rrn}
        return _sorted("0200", asked)

    def totals(self, batch: str, booked: list[Payment], trace: str, now: datetime) -> Message:
        """0500."""
        totals = Totals.of(booked)
        elements = self._common(trace, now) | {
            3: "920000",
            60: batch,
            74: f"{totals.credits_count:010d}",
            76: f"{totals.debits_count:010d}",
            86: f"{totals.credits_minor:016d}",
            88: f"{totals.debits_minor:016d}",
        }
        return _sorted("0500", elements)

    def upload(self, one: Payment, now: datetime) -> Message:
        """0320: one payment of the batch, under its own trace number."""
        told = self._original(one, now) | {37: one.rrn, 38: one.auth}
        return _sorted("0320", {number: text for number, text in told.items() if text})

    def close(self, batch: str, trace: str, now: datetime) -> Message:
        """0500 with DE 3 = 960000: everything was uploaded."""
        return _sorted("0500", self._common(trace, now) | {3: "960000", 60: batch})

    def _common(self, trace: str, now: datetime) -> dict[int, str]:
        day, time = now.strftime("%m%d"), now.strftime("%H%M%S")
        return {7: day + time, 11: trace, 12: time, 13: day, **self._own}

    def _original(self, one: Payment, now: datetime) -> dict[int, str]:
        return self._common(one.trace, now) | {
            2: one.card.pan,
            3: "200000" if one.refund else "000000",
            4: f"{one.amount_minor:012d}",
            49: f"{one.currency:03d}",
            60: one.batch,
        }


def _sorted(mti: str, elements: dict[int, str]) -> Message:
    return Message(mti, {number: elements[number] for number in sorted(elements)})
