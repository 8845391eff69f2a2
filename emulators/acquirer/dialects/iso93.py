"""``iso93``: ISO 8583:1993, every element in ASCII.

Its own are the function codes that say what is wanted, action codes of three digits, a reversal
that names its original in DE 56, and a reconciliation that is told the host's totals.
"""

from datetime import datetime

from emulators.acquirer.dialects.base import Message
from emulators.acquirer.dialects.iso87 import balance_of, record_of, totals_of
from emulators.acquirer.dialects.iso93_elements import ELEMENTS
from emulators.acquirer.dialects.iso93_rules import (
    ACCEPTED,
    ACTION_CODES,
    REFUSED,
    TABLES,
)
from emulators.acquirer.dialects.iso8583 import (
    Asked,
    Iso8583,
    Key,
    card_of,
    first_frame,
    response_mti,
)
from emulators.acquirer.dialects.wire.codec import Codec
from emulators.acquirer.requests import Action, Answer, Reference, Request
from emulators.acquirer.totals import NOTHING, Totals

_TRACE = slice(4, 10)  # of DE 56: MTI, trace number, date and time, acquirer


class Iso93(Iso8583):
    """The dialect; it holds no state."""

    name = "iso93"
    codec = Codec(ELEMENTS)
    tables = TABLES

    def key(self, message: Message) -> Key:
        """MTI, DE 3 where money moves, and the function code."""
        if message.mti[1] in "58":
            return message.mti, message.get(24)
        return message.mti, message.get(3), message.get(24)

    def request(self, message: Message, asked: Asked, frame: bytes) -> Request:
        """What the elements say. A reversal is about the trace number in DE 56, if it has one."""
        card = card_of(message.get(2), message.get(14))
        original = message.get(56)[_TRACE] if asked.action is Action.REVERSAL else ""
        return Request(
            action=asked.action,
            terminal=message.get(41),
            trace=original or message.get(11),
            batch=message.get(60) if asked.action is not Action.SIGN_ON else "",
            merchant=message.get(42).rstrip(),
            kind_of=asked.kind_of,
            amount_minor=int(message.get(4) or 0),
            currency=int(message.get(49) or 0),
            card=card,
            original=Reference(message.get(37), message.get(38)),
            totals=totals_of(message) if asked.action is Action.SETTLEMENT else NOTHING,
            records=record_of(message, asked, card) if asked.action is Action.UPLOAD else (),
            frame=first_frame(self.codec, message, frame),
        )

    def answer(self, message: Message, answer: Answer, now: datetime) -> Message:
        """The response: echoes, the host's date and time, the action code and what is added."""
        told = {
            37: answer.rrn,
            38: answer.auth_code,
            39: _action_code(message.mti, answer.code),
            54: balance_of(answer, message),
            60: answer.batch,
        }
        if answer.totals is not None:
            told |= _figures(answer.totals)
        elements = self.response(message, told, {12: now.strftime("%y%m%d%H%M%S")})
        return Message(response_mti(message.mti), elements, message.header)


def _action_code(mti: str, code: str) -> str:
    if code == "00":
        return ACCEPTED.get(mti[1], "000")
    return ACTION_CODES.get(code, REFUSED)


def _figures(totals: Totals) -> dict[int, str]:
    """DE 74, 76, 86, 88 and 97: C when the merchant is owed the net amount."""
    sign = "C" if totals.net_minor >= 0 else "D"
    return {
        74: f"{totals.credits_count:010d}",
        76: f"{totals.debits_count:010d}",
        86: f"{totals.credits_minor:016d}",
        88: f"{totals.debits_minor:016d}",
        97: f"{sign}{abs(totals.net_minor):016d}",
    }
