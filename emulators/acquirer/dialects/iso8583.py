"""What every ISO 8583 dialect does alike: reading by tables, masking.

A dialect gives its tables and says in methods of its own what is peculiar to it: by what a request
is known, what the host is told in which element, and what an answer is made of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import ClassVar, NamedTuple, TypeVar

from emulators.acquirer.dialects.base import (
    FormatError,
    Framer,
    Message,
    MessageError,
    Send,
    Shown,
)
from emulators.acquirer.dialects.framing import LengthFramer, framed
from emulators.acquirer.dialects.masking import (
    Hidden,
    hidden,
    mask_characters,
    mask_nibbles,
    mask_unread,
    shown,
    stand_once,
)
from emulators.acquirer.dialects.shapes import Shapes
from emulators.acquirer.dialects.wire.codec import Codec
from emulators.acquirer.requests import Action, Answer, Card, Request
from emulators.acquirer.twist import malformed
from emulators.masking import mask_card
from emulators.quick import made

Key = tuple[str, ...]
_ONLY_CODE = (39,)
_EVEN = frozenset("02468")
_PLANS_KEPT = 512  # bounded: a client may send every set of elements there is


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is: a row of a dialect's table. ``kind_of``: see ``kinds``."""

    action: Action
    kind_of: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """The data of a dialect.

    ``requests`` are known by ``key``; ``required`` are the elements that each must have,
    ``shapes`` the forms of elements (30 for what is not of its form), ``echoed`` what an answer
    takes over, ``added`` what it tells besides the code, by the request's MTI.
    """

    requests: Mapping[Key, Asked]
    required: Mapping[Action, tuple[int, ...]]
    shapes: Shapes
    echoed: tuple[int, ...]
    added: Mapping[str, tuple[int, ...]]


# What an answer is planned by: the request's MTI and elements, and what there is to say.
_Name = tuple[str, tuple[int, ...], tuple[int, ...]]


class _Plan(NamedTuple):
    """An answer: its elements, in order and still empty, and which of them the request has.

    ``unsaid`` is what the host would tell and is none of them.
    """

    elements: dict[int, str]
    echoed: tuple[int, ...]
    unsaid: tuple[int, ...]


class Iso8583:
    """The base of the dialects."""

    _plans: ClassVar[dict[_Name, _Plan]]

    name = ""
    has_keys = False
    codec: Codec
    tables: Tables

    def __init_subclass__(cls) -> None:
        """The answers of a dialect are planned once."""
        cls._plans = {}

    def framer(self, send: Send | None = None) -> Framer:
        """A framer for a fresh connection."""
        del send
        return LengthFramer()

    def decode(self, frame: bytes) -> Message:
        """The message in ``frame``. Raises MessageError, with what could be read of it."""
        try:
            return self.codec.decode(frame)
        except MessageError as error:
            raise MessageError(str(error), self._answerable(error.readable)) from None

    def read(self, message: Message, frame: bytes) -> Request:
        """What the message asks. Raises FormatError with 30 (elements) or 12 (no such request)."""
        tables, elements = self.tables, message.elements
        misfit = tables.shapes.misfit(elements)
        if misfit is not None:
            raise FormatError(f"DE {misfit} is not of its form")
        key = self.key(message)
        asked = tables.requests.get(key)
        if asked is None:
            raise FormatError(f"no request {' '.join(key)}", "12")
        required = tables.required[asked.action]
        missing = [n for n in required if n not in elements]
        if missing:
            raise FormatError(f"DE {', '.join(map(str, missing))} missing")
        return self.request(message, asked, frame)

    def encode(self, message: Message) -> bytes:
        """The bytes of a message with its length before it."""
        return framed(self.codec.encode(message))

    def shown(self, message: Message) -> Shown:
        """Its elements with card data masked."""
        return shown(message, self.secrets(message))

    def seen(self, message: Message, data: bytes) -> tuple[Shown | None, bytes]:
        """``shown`` and ``masked`` at once; None: those bytes can be read again for it.

        So they can where characters are octets and no secret stands anywhere but in its own
        element: masked, the message is still one.
        """
        secrets = self.secrets(message)
        kept = self.mask(data, secrets) if secrets else data
        readable = self.codec.plain and (not secrets or stand_once(data, secrets))
        return None if readable else shown(message, secrets), kept

    def masked(self, message: Message, data: bytes) -> bytes:
        """``data`` with the card data of ``message`` masked wherever it stands."""
        return self.mask(data, self.secrets(message))

    def mask(self, data: bytes, secrets: Hidden) -> bytes:
        """``data`` with secrets masked wherever they stand, packed or not."""
        if not secrets:
            return data
        kept = mask_characters(data, secrets)
        return mask_nibbles(kept, secrets) if self.codec.packed else kept

    def masked_unread(self, data: bytes) -> bytes:
        """Bytes that could not be read, with everything masked that may be a card number."""
        return mask_unread(data, packed=self.codec.packed)

    def secrets(self, message: Message) -> Hidden:
        """What must not be kept of a message."""
        return hidden(message.elements)

    def sealed(self, message: Message, terminal: str = "") -> Message:
        """The response with its authentication code, in a dialect that has one."""
        del terminal
        return message

    def drop_keys(self, terminal: str) -> None:
        """The terminal's keys have expired, in a dialect that has keys."""

    def malformed(self, data: bytes, how: str) -> bytes:
        """A response as no message: cut in half, garbage, or shorter than its length says."""
        return malformed(data, how)

    def is_last(self, message: Message) -> bool:
        """Never: terminals keep the line, or hang up themselves."""
        del message
        return False

    def is_request(self, mti: str) -> bool:
        """Whether the function digit is that of a request or an advice (even)."""
        return _asks(mti)

    def key(self, message: Message) -> Key:
        """By what a request is known: a key of ``tables.requests``."""
        raise NotImplementedError

    def request(self, message: Message, asked: Asked, frame: bytes) -> Request:
        """What the elements say. Raises FormatError for what they cannot."""
        raise NotImplementedError

    def answer(self, message: Message, answer: Answer, now: datetime) -> Message:
        """The response; ``now`` is the host's business date with its time of day."""
        raise NotImplementedError

    def response(
        self, message: Message, told: Mapping[int, str], dated: Mapping[int, str]
    ) -> dict[int, str]:
        """The elements of the answer, in order.

        They are what it takes over from its request, ``dated``, and of ``told`` what an answer to
        such a request adds, where there is something to tell. The elements of ``dated`` are the
        same for all answers of a dialect.
        """
        said = {number: value for number, value in told.items() if value}
        asked = message.elements
        name = message.mti, tuple(asked), tuple(said)
        plans = self._plans
        plan = plans.get(name)
        if plan is None:
            if len(plans) == _PLANS_KEPT:
                plans.clear()
            plan = plans[name] = self._plan(*name, dated)
        in_order, echoed, unsaid = plan
        for number in unsaid:
            del said[number]
        elements = {**in_order, **said, **dated}
        for number in echoed:
            elements[number] = asked[number]
        return elements

    def _plan(
        self, mti: str, asked: Iterable[int], said: Iterable[int], dated: Iterable[int]
    ) -> _Plan:
        """The answer to a request of such elements, when there is that to say."""
        added = self.tables.added.get(first_mti(mti), _ONLY_CODE)
        told = set(said).intersection(added).union(dated)
        echoed = set(asked).intersection(self.tables.echoed) - told
        return _Plan(
            dict.fromkeys(sorted(echoed | told), ""),
            tuple(echoed),
            tuple(n for n in said if n not in added),
        )

    def _answerable(self, readable: Message | None) -> Message | None:
        """What an answer of 30 needs: the MTI of a request and the trace number."""
        if readable is None or not self.is_request(readable.mti):
            return None
        return readable if self.tables.shapes.fits(11, readable.get(11)) else None


V = TypeVar("V")


def first_mti(mti: str) -> str:
    """The MTI that a message bore when it was sent first: 0200 of 0201 (xxx1: acquirer repeat)."""
    return f"{mti[:3]}{int(mti[3]) & ~1}"


def first_frame(codec: Codec, message: Message, frame: bytes) -> bytes:
    """A frame as it was when it was sent first: a repeat is told by its MTI alone."""
    if message.mti[3] in "024":
        return frame
    return codec.with_mti(frame, first_mti(message.mti))


def with_repeats(rows: Mapping[Key, V]) -> dict[Key, V]:
    """Rows by MTI and what follows it, and the same of the repeat of each."""
    return {**rows, **{(_repeat(mti), *rest): row for (mti, *rest), row in rows.items()}}


def _repeat(mti: str) -> str:
    return f"{mti[:3]}{int(mti[3]) | 1}"


@lru_cache(maxsize=64)
def _asks(mti: str) -> bool:
    return mti[2:3] in _EVEN and len(mti) == 4 and mti.isdecimal()


@lru_cache(maxsize=64)
def response_mti(mti: str) -> str:
    """The MTI of the answer; a repeat is answered as the request itself (0401 by 0410)."""
    first = first_mti(mti)
    return f"{first[:2]}{int(first[2]) + 1}{first[3]}"


@lru_cache(maxsize=2)
def time_and_date(now: datetime) -> Mapping[int, str]:
    """DE 12 and 13, hhmmss and MMDD; ``strftime`` is slow."""
    time_of_day = f"{now.hour:02d}{now.minute:02d}{now.second:02d}"
    return {12: time_of_day, 13: f"{now.month:02d}{now.day:02d}"}


def card_of(pan: str, expiry: str, pin: str = "") -> Card:
    """The card of a request, with its number masked once."""
    return made(Card, (mask_card(pan) if pan else "", pan, expiry, pin))
