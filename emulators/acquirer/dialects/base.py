"""What a dialect is: bytes to messages to requests, and answers back. Sans-IO.

A dialect knows elements and codes of its wire and nothing of the books; the host knows requests and
answers and nothing of elements.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

from emulators.acquirer.requests import Answer, Request
from emulators.errors import TillproofError


class Message(NamedTuple):
    """One message: its type indicator and its elements by number, as text.

    ``header`` is what stands before the type indicator, in dialects that have something there.
    """

    mti: str
    elements: dict[int, str]
    header: bytes = b""

    def get(self, number: int) -> str:
        """An element's value, '' when it is not there."""
        return self.elements.get(number, "")


class Shown(NamedTuple):
    """The elements of a message, masked: what may be kept.

    Many are kept and few are read: until then they are one text with ``between`` between them.
    """

    numbers: tuple[int, ...]
    text: str
    between: str

    def fields(self) -> tuple[str, ...]:
        """The elements as ``number=value`` in order."""
        values = self.text.split(self.between)
        return tuple([f"{n}={value}" for n, value in zip(self.numbers, values, strict=False)])


class MessageError(TillproofError):
    """Bytes that are no message. ``readable`` is as much of it as could be read, for an answer."""

    def __init__(self, reason: str, readable: Message | None = None) -> None:
        super().__init__(reason)
        self.readable = readable


class FormatError(TillproofError):
    """A message that is none of the dialect's requests; ``code`` is what it is answered with."""

    def __init__(self, reason: str, code: str = "30") -> None:
        super().__init__(reason)
        self.code = code


Send = Callable[[bytes], None]


class Framer(Protocol):
    """Cuts the stream of one connection into frames."""

    def feed(self, data: bytes) -> list[bytes]:
        """The frames that are whole now, without their length; what is not whole waits."""


class Dialect(Protocol):
    """One wire format."""

    name: str
    has_keys: bool  # work keys, and with them authentication codes of messages

    def framer(self, send: Send | None = None) -> Framer:
        """A framer for a fresh connection; ``send``: what goes back before a message is whole."""

    def decode(self, frame: bytes) -> Message:
        """The message in ``frame``. Raises MessageError."""

    def read(self, message: Message, frame: bytes) -> Request:
        """What the message asks. Raises FormatError."""

    def answer(self, message: Message, answer: Answer, now: datetime) -> Message:
        """The response; ``now`` is the host's business date with its time of day."""

    def encode(self, message: Message) -> bytes:
        """The bytes of a message with its length before it."""

    def shown(self, message: Message) -> Shown:
        """What may be kept and shown of its elements."""

    def seen(self, message: Message, data: bytes) -> tuple[Shown | None, bytes]:
        """``shown`` and ``masked`` at once; None: those bytes can be read again for it."""

    def masked(self, message: Message, data: bytes) -> bytes:
        """The bytes of ``message`` (framed or not), without what must not be kept."""

    def masked_unread(self, data: bytes) -> bytes:
        """The bytes of a frame that could not be read, without what must not be kept."""

    def sealed(self, message: Message, terminal: str = "") -> Message:
        """The response with its authentication code, in a dialect that has one.

        It is made with the keys of ``terminal``, where that is not the one in the message.
        """

    def drop_keys(self, terminal: str) -> None:
        """The terminal's keys have expired, in a dialect that has keys."""

    def malformed(self, data: bytes, how: str) -> bytes:
        """The octets of a response as no message of the dialect: a ``how`` of ``twist.HOW``."""

    def is_last(self, message: Message) -> bool:
        """Whether the host hangs up after the response to this request."""

    def is_request(self, mti: str) -> bool:
        """Whether a host is asked by such a message (and not answered)."""


def again(dialect: Dialect, frame: bytes) -> Shown:
    """The elements of a frame that ``seen`` left to be read again."""
    return dialect.shown(dialect.decode(frame))


def framed_again(dialect: Dialect, data: bytes) -> Shown:
    """The same of one that has its length before it."""
    [frame] = dialect.framer().feed(data)
    return again(dialect, frame)
