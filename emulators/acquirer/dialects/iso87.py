"""``iso87-ascii``: ISO 8583:1987, every element in ASCII.

Messages, elements and codes are those of the contract, section 4.1. What it leaves open stands
beside ``iso87_rules.REQUESTS``.
"""

from datetime import datetime

from emulators.acquirer.dialects.base import FormatError, Message
from emulators.acquirer.dialects.iso87_elements import ELEMENTS
from emulators.acquirer.dialects.iso87_rules import BATCH, CODES, REQUIRED, TABLES
from emulators.acquirer.dialects.iso8583 import (
    Asked,
    Iso8583,
    Key,
    card_of,
    first_frame,
    response_mti,
    time_and_date,
)
from emulators.acquirer.dialects.wire.codec import Codec
from emulators.acquirer.requests import (
    NO_REFERENCE,
    Action,
    Answer,
    Card,
    Record,
    Reference,
    Request,
)
from emulators.acquirer.totals import NOTHING, Totals
from emulators.quick import made


class Iso87(Iso8583):
    """The dialect; it holds no state."""

    name = "iso87-ascii"
    codec = Codec(ELEMENTS)
    tables = TABLES

    def key(self, message: Message) -> Key:
        """MTI and DE 70 or DE 3; DE 25 = 06 is the family of pre-authorisations."""
        mti, get = message.mti, message.elements.get
        if mti[1] == "8":
            return mti, get(70, "")
        key = (mti, get(3, ""))
        return (*key, "06") if get(25) == "06" and mti[1] in _FAMILIES else key

    def request(self, message: Message, asked: Asked, frame: bytes) -> Request:
        """What the elements say. Raises FormatError for what they cannot."""
        get = message.elements.get
        card = card_of(get(2, ""), get(14, ""))
        action, rrn, auth_code = asked.action, get(37, ""), get(38, "")
        if action is Action.VOID and not (rrn or (auth_code and asked.kind_of == "preauth_void")):
            raise FormatError("DE 37 missing")
        return made(
            Request,
            (
                action,
                get(41, ""),
                get(11, ""),
                "" if action in _WITHOUT_BATCH else _batch(get(60, "")),
                get(42, "").rstrip(),
                asked.kind_of,
                int(get(4, 0)),
                int(get(49, 0)),
                card,
                Reference(rrn, auth_code) if rrn or auth_code else NO_REFERENCE,
                totals_of(message) if action is Action.SETTLEMENT else NOTHING,
                (),  # no groups
                record_of(message, asked, card) if action is Action.UPLOAD else (),
                None,
                "",  # nothing to refuse: there are no keys
                first_frame(self.codec, message, frame),
                False,
            ),
        )

    def answer(self, message: Message, answer: Answer, now: datetime) -> Message:
        """The response: the request's echoes, the host's date and time, and what is added."""
        told = {
            37: answer.rrn,
            38: answer.auth_code,
            39: CODES.get(answer.code, answer.code),
            54: balance_of(answer, message),
            60: answer.batch,
        }
        elements = self.response(message, told, time_and_date(now))
        return made(Message, (response_mti(message.mti), elements, message.header))


_FAMILIES = "23"  # classes of the MTI: financial, and the records of an upload
_WITHOUT_BATCH = {action for action, numbers in REQUIRED.items() if 60 not in numbers}


def _batch(number: str) -> str:
    if not BATCH.fullmatch(number):
        raise FormatError("DE 60 is no batch number of six digits")
    return number


def record_of(message: Message, asked: Asked, card: Card) -> tuple[Record, ...]:
    """A record of its own: 0320 has one transaction under the original's trace number."""
    amount_minor = int(message.get(4))
    rrn, auth_code = message.get(37), message.get(38)
    return (Record(message.get(11), asked.kind_of, amount_minor, rrn, auth_code, card.masked),)


def totals_of(message: Message) -> Totals:
    """DE 76, 88: number and amount of debits; DE 74, 86: of credits (ISO 8583:1987, 1993)."""
    numbers = (int(message.get(n) or 0) for n in (76, 88, 74, 86))
    return Totals(*numbers)


def balance_of(answer: Answer, message: Message) -> str:
    """DE 54: account type 00, amount type 02 (available), currency, sign, 12 digits."""
    if answer.balance_minor is None:
        return ""
    currency = message.get(49)
    sign = "D" if answer.balance_minor < 0 else "C"
    return f"0002{currency:0>3}{sign}{abs(answer.balance_minor):012d}"
