"""``unionpay``: the China UnionPay POS terminal dialect (docs/dialects.md).

Before the message stand the transport's address (TPDU: ``60``, destination, source) and the
message's own header (application class, version, status, sub-version). Which MAC belongs to which
message is the terminal's to know: the host demands it where money moves and checks it wherever it
stands.
"""

from datetime import datetime

from emulators.acquirer.dialects import unionpay_batch as batch_data
from emulators.acquirer.dialects.base import FormatError, Message
from emulators.acquirer.dialects.iso87 import balance_of
from emulators.acquirer.dialects.iso8583 import (
    Asked,
    Iso8583,
    Key,
    card_of,
    response_mti,
    time_and_date,
)
from emulators.acquirer.dialects.masking import Hidden, hidden
from emulators.acquirer.dialects.unionpay_elements import ELEMENTS, HEADER_OCTETS
from emulators.acquirer.dialects.unionpay_rules import (
    ACQUIRER,
    CARD_ACTIONS,
    CODES,
    ORGANIZATIONS,
    REMARKS,
    TABLES,
)
from emulators.acquirer.dialects.wire.codec import Codec
from emulators.acquirer.requests import Action, Answer, Card, Record, Reference, Request
from emulators.acquirer.security.keys import KeyRing
from emulators.acquirer.security.mac import ecb_mac
from emulators.acquirer.security.pin import pin_of
from emulators.acquirer.totals import NOTHING, Totals

MAC_OCTETS = 8
_NO_MAC = "0" * 2 * MAC_OCTETS
_BATCH = slice(2, 8)  # DE 60.2
_NETWORK = slice(8, 11)  # DE 60.3


class UnionPay(Iso8583):
    """The dialect of one host; it holds the work keys of its terminals."""

    name = "unionpay"
    has_keys = True
    codec = Codec(ELEMENTS, packed=True, header_octets=HEADER_OCTETS)
    tables = TABLES

    def __init__(self, keys: KeyRing | None = None) -> None:
        self.keys = keys or KeyRing()

    def key(self, message: Message) -> Key:
        """MTI with DE 3 and DE 60.1 where money moves, with DE 60.3 elsewhere."""
        said = message.get(60)
        if message.get(3):
            return message.mti, message.get(3), said[:2]
        code = said[_NETWORK]
        if (
            message.mti == "0320"
            and 4 not in message.elements
            and code not in ("201", "202", "207")
        ):
            return message.mti, code, "no amount"
        return message.mti, code

    def request(self, message: Message, asked: Asked, frame: bytes) -> Request:
        """What the elements say. Raises FormatError for what they cannot."""
        card, refusal = self._card(message), ""
        if not card.pan and asked.action in CARD_ACTIONS:
            raise FormatError("neither DE 2 nor DE 35: there is no card")
        if 64 in message.elements and not self._mac_is_right(message, frame):
            refusal = "A0"
        elif 52 in message.elements:
            card, refusal = self._with_pin(card, message)
        groups = _groups(message, asked)
        return Request(
            action=asked.action,
            terminal=message.get(41),
            trace=message.get(11),
            batch=_batch(message, asked),
            merchant=message.get(42).rstrip(),
            kind_of=asked.kind_of,
            amount_minor=int(message.get(4) or 0),
            currency=int(message.get(49) or 0),
            card=card,
            original=_original(message),
            totals=sum(groups, NOTHING),
            groups=groups,
            records=_records(message, asked, card),
            records_count=_count(message, asked),
            refusal=refusal,
            # A repeat under the keys of a new sign-on says the same, and has another MAC.
            frame=frame[:-MAC_OCTETS] if 64 in message.elements else frame,
            comes_again=asked.action is Action.REFUND,
        )

    def answer(self, message: Message, answer: Answer, now: datetime) -> Message:
        """The response, its TPDU turned round; a sign-on that is accepted draws new keys."""
        when = time_and_date(now)
        code = CODES.get(answer.code, answer.code)
        told = {
            15: when[13],
            32: ACQUIRER,
            37: answer.rrn,
            38: answer.auth_code,
            39: code,
            48: batch_data.verdict(answer) if message.mti == "0500" else "",
            54: balance_of(answer, message),
            62: self._new_keys(message) if code == "00" and message.mti == "0800" else "",
            63: _remark(message, code),
        }
        elements = self.response(message, told, when)
        if answer.batch and message.mti == "0800":
            said = message.get(60)
            elements[60] = said[:2] + answer.batch + said[_NETWORK]
        if 64 in message.elements and self.keys.of(message.get(41)) is not None:
            elements[64] = _NO_MAC
        mti = response_mti(message.mti)
        return Message(mti, dict(sorted(elements.items())), _turned(message.header))

    def sealed(self, message: Message, terminal: str = "") -> Message:
        """The response with its MAC, where it has one."""
        keys = self.keys.of(terminal or message.get(41))
        if 64 not in message.elements or keys is None:
            return message
        body = self.codec.encode(message)[HEADER_OCTETS:-MAC_OCTETS]
        mac = ecb_mac(keys.mac, body).hex().upper()
        return message._replace(elements={**message.elements, 64: mac})

    def drop_keys(self, terminal: str) -> None:
        """The terminal's keys have expired."""
        self.keys.drop(terminal)

    def secrets(self, message: Message) -> Hidden:
        """What must not be kept: also the card numbers of tracks and of upload records."""
        track = message.get(35).partition("D")[0]
        records = batch_data.pans_of(message.get(48)) if message.mti == "0320" else ()
        return hidden(message.elements, (track, *records))

    def _card(self, message: Message) -> Card:
        """From DE 2 and 14, or from track 2 (card number, ``D``, expiry) where they are not."""
        number, _, rest = message.get(35).partition("D")
        return card_of(message.get(2) or number, message.get(14) or rest[:4])

    def _mac_is_right(self, message: Message, frame: bytes) -> bool:
        keys = self.keys.of(message.get(41))
        if keys is None:
            return False
        body = frame[HEADER_OCTETS:-MAC_OCTETS]
        return ecb_mac(keys.mac, body) == bytes.fromhex(message.get(64))

    def _with_pin(self, card: Card, message: Message) -> tuple[Card, str]:
        """The card with the PIN in DE 52, and 99 where that is no PIN block."""
        keys = self.keys.of(message.get(41))
        try:
            block = bytes.fromhex(message.get(52))
            return card._replace(pin=pin_of(block, keys.pin if keys else b"", card.pan)), ""
        except ValueError:
            return card, "99"

    def _new_keys(self, message: Message) -> str:
        return self.keys.issue(message.get(41), message.get(60)[_NETWORK]).hex().upper()


def _turned(header: bytes) -> bytes:
    """The TPDU with destination and source changed over; the rest as it came."""
    return header[:1] + header[3:5] + header[1:3] + header[5:]


def _batch(message: Message, asked: Asked) -> str:
    if asked.action in (Action.SIGN_ON, Action.SIGN_OFF, Action.ECHO):
        return ""
    return message.get(60)[_BATCH]


def _original(message: Message) -> Reference:
    """DE 37, DE 38, and DE 61: batch and trace number, zeros where the terminal does not know."""
    said = message.get(61)
    batch, trace = said[:6].strip("0") and said[:6], said[6:12].strip("0") and said[6:12]
    return Reference(message.get(37), message.get(38), batch if trace else "", trace)


def _groups(message: Message, asked: Asked) -> tuple[Totals, ...]:
    return batch_data.groups_of(message.get(48)) if asked.action is Action.SETTLEMENT else ()


def _records(message: Message, asked: Asked, card: Card) -> tuple[Record, ...]:
    if asked.action is not Action.UPLOAD:
        return ()
    if 48 in message.elements:
        return batch_data.records_of(message.get(48))
    if 4 not in message.elements:
        raise FormatError("neither DE 48 nor DE 4: it has no record")
    rrn, auth_code = message.get(37), message.get(38)
    amount_minor = int(message.get(4))
    return (Record(message.get(11), asked.kind_of, amount_minor, rrn, auth_code, card.masked),)


def _count(message: Message, asked: Asked) -> int | None:
    if asked.action not in (Action.CLOSE, Action.END):
        return None
    return batch_data.count_of(message.get(48))


def _remark(message: Message, code: str) -> str:
    """DE 63: the card organization, and why it was refused, in Chinese."""
    pan = message.get(2) or message.get(35)
    found = (name for first, name in ORGANIZATIONS.items() if pan.startswith(first))
    return next(found, "   ") + REMARKS.get(code, "")
