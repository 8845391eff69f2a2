"""``iso87-ascii``: ISO 8583:1987, every element in ASCII.

Messages, elements and codes are those of the contract, section 4.1.
"""

from datetime import datetime

from emulators.acquirer.dialects.base import FormatError, Framer, Message, MessageError
from emulators.acquirer.dialects.framing import LengthFramer, framed
from emulators.acquirer.dialects.iso87_elements import ELEMENTS
from emulators.acquirer.dialects.iso87_rules import (
    ACTIONS,
    BATCH,
    ECHOED,
    KINDS,
    PATTERNS,
    REQUIRED,
)
from emulators.acquirer.dialects.masking import mask_elements, mask_message
from emulators.acquirer.dialects.wire.codec import Codec
from emulators.acquirer.requests import Action, Answer, Request
from emulators.acquirer.totals import NOTHING, Totals
from emulators.masking import mask_card

_CODEC = Codec(ELEMENTS)


class Iso87:
    """The dialect; it holds no state."""

    name = "iso87-ascii"

    def framer(self) -> Framer:
        """A framer for a fresh connection."""
        return LengthFramer()

    def decode(self, frame: bytes) -> Message:
        """The message in ``frame``. Raises MessageError, with what could be read of it."""
        try:
            return _CODEC.decode(frame)
        except MessageError as error:
            raise MessageError(str(error), _answerable(error.readable)) from None

    def read(self, message: Message, frame: bytes) -> Request:
        """What the message asks. Raises FormatError with 30 (elements) or 12 (no such request)."""
        _check_values(message)
        action = _action(message)
        missing = [n for n in REQUIRED[action] if n not in message.elements]
        if missing:
            raise FormatError(f"DE {', '.join(map(str, missing))} missing")
        if 60 in REQUIRED[action] and not BATCH.fullmatch(message.get(60)):
            raise FormatError("DE 60 is no batch number of six digits")
        return _request(message, action, frame)

    def answer(self, message: Message, answer: Answer, now: datetime) -> Message:
        """The response: the request's echoes, the host's date and time, and what is added."""
        elements = {n: message.elements[n] for n in ECHOED if n in message.elements}
        stamp = now.strftime("%H%M%S%m%d")
        elements[12], elements[13] = stamp[:6], stamp[6:]
        added = {37: answer.rrn, 38: answer.auth_code, 39: answer.code, 60: answer.batch}
        elements |= {number: value for number, value in added.items() if value}
        return Message(response_mti(message.mti), dict(sorted(elements.items())))

    def encode(self, message: Message) -> bytes:
        """The bytes of a message with its length before it."""
        return framed(_CODEC.encode(message))

    def show(self, message: Message) -> tuple[str, ...]:
        """The elements as ``number=value`` in order, card data masked."""
        return tuple([f"{n}={v}" for n, v in mask_elements(message.elements).items()])

    def masked(self, message: Message, data: bytes) -> bytes:
        """``data`` with the card data of ``message`` masked wherever it stands."""
        return mask_message(message.elements, data)

    def is_request(self, mti: str) -> bool:
        """Whether the function digit is that of a request or an advice (even)."""
        return len(mti) == 4 and mti.isdecimal() and int(mti[2]) % 2 == 0


def response_mti(mti: str) -> str:
    """The MTI of the answer; a repeat is answered as the request itself (0401 by 0410)."""
    return f"{mti[:2]}{int(mti[2]) + 1}0"


def _answerable(readable: Message | None) -> Message | None:
    """What an answer of 30 needs: the MTI of a request and the trace number."""
    if readable is None or not Iso87().is_request(readable.mti):
        return None
    return readable if PATTERNS[11].fullmatch(readable.get(11)) else None


def _check_values(message: Message) -> None:
    for number, value in message.elements.items():
        pattern = PATTERNS.get(number)
        if pattern is not None and not pattern.fullmatch(value):
            raise FormatError(f"DE {number} is not of its form")


def _action(message: Message) -> Action:
    code = message.get(70) if message.mti == "0800" else message.get(3)
    action = ACTIONS.get((message.mti, code))
    if action is None:
        raise FormatError(f"no request {message.mti} with code {code!r}", "12")
    return action


def _request(message: Message, action: Action, frame: bytes) -> Request:
    pan = message.get(2)
    return Request(
        action=action,
        terminal=message.get(41),
        trace=message.get(11),
        batch=message.get(60) if 60 in REQUIRED[action] else "",
        kind_of=KINDS.get(message.get(3), ""),
        amount_minor=int(message.get(4) or 0),
        currency=int(message.get(49) or 0),
        pan=pan,
        card=mask_card(pan) if pan else "",
        rrn=message.get(37),
        auth_code=message.get(38),
        totals=_totals(message) if action is Action.SETTLEMENT else NOTHING,
        frame=frame,
    )


def _totals(message: Message) -> Totals:
    numbers = (int(message.get(n) or 0) for n in (76, 88, 74, 86))
    return Totals(*numbers)
