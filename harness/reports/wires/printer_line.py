"""Messages of a printer's line: what the POS sent in one go, command by command.

A POS may write a byte at a time, so what comes without a pause and without an answer in between is
one message. Commands are found by the printer's own framer, one a connection, as it found them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from emulators.events import Event
from emulators.links.events import Sent
from emulators.masking import mask_bytes
from emulators.printer.commands import LINE, TEXT, UNKNOWN
from emulators.printer.events import Replied
from emulators.printer.framer import Framer, Token
from harness.reports.wires.message import Part, WireMessage, part

PAUSE_MS = 100.0
_MOST_BYTES = 8192
_SHOWN_BYTES = 16  # of what is no text
_LF = b"\n"
_HTTP = (b"POST ", b"GET ", b"OPTIONS ")


@dataclass(slots=True)
class _Burst:
    """What came without a pause."""

    seq: int
    t_ms: float
    conn: int
    last_ms: float
    data: bytearray = field(default_factory=bytearray)


class PrinterLine:
    """The line of one printer; ``content`` finds the bytes of an event."""

    def __init__(self, device: str, content: Callable[[Sent], bytes]) -> None:
        self._device = device
        self._content = content
        self._framers: dict[int, Framer] = {}
        self._burst: _Burst | None = None

    def sent(self, event: Event, sent: Sent) -> Iterator[WireMessage]:
        """Take in what the POS sent; the message that is over now, if one is."""
        burst = self._burst
        if burst is not None and self._is_over(burst, event, sent):
            yield from self.flush()
        if self._burst is None:
            self._burst = _Burst(event.seq, event.t_ms, sent.conn, event.t_ms)
        self._burst.last_ms = event.t_ms
        self._burst.data += self._content(sent)

    def _is_over(self, burst: _Burst, event: Event, sent: Sent) -> bool:
        paused = event.t_ms - burst.last_ms > PAUSE_MS
        return paused or sent.conn != burst.conn or len(burst.data) >= _MOST_BYTES

    def replied(self, event: Event, reply: Replied) -> Iterator[WireMessage]:
        """What the printer said, after what was said to it."""
        yield from self.flush()
        title = f"{reply.request}: {'trouble' if reply.trouble else 'status'}"
        parts = (part("bytes", bytes.fromhex(reply.data_hex).hex(" ")),)
        t_s = event.t_ms / 1000
        yield WireMessage(event.seq, t_s, self._device, reply.conn, False, title, parts)  # noqa: FBT003

    def flush(self) -> Iterator[WireMessage]:
        """The message that is open, as far as it goes."""
        burst, self._burst = self._burst, None
        if burst is None:
            return
        data = mask_bytes(bytes(burst.data))
        parts = self._http(data) if data.startswith(_HTTP) else self._commands(burst.conn, data)
        title = f"{len(data):,} bytes, {len(parts)} commands"
        yield WireMessage(
            burst.seq, burst.t_ms / 1000, self._device, burst.conn, True, title, parts  # noqa: FBT003
        )  # fmt: skip

    def _http(self, data: bytes) -> tuple[Part, ...]:
        lines = data.decode("utf-8", "replace").splitlines()
        return tuple(part("", line) for line in lines if line.strip())

    def _commands(self, conn: int, data: bytes) -> tuple[Part, ...]:
        framer = self._framers.setdefault(conn, Framer())
        framer.feed(data)
        return tuple(_told(list(iter(framer.next, None))))


def _told(tokens: list[Token]) -> Iterator[Part]:
    """A part a command; characters up to the end of their line are one."""
    text = ""
    for token in tokens:
        if token.row in (TEXT, LINE):
            text += _text(token.data)
            continue
        if text:
            yield part("text", text)
        if not (text and token.data == _LF):
            yield _command(token)
        text = ""
    if text:
        yield part("text", text)


def _command(token: Token) -> Part:
    if token.piece:
        return part("its data", _octets(token.data))
    if token.row is UNKNOWN:
        return part("unknown", _octets(token.data))
    return part(f"{token.row.name:9} {token.row.text}", _octets(token.params))


def _octets(data: bytes) -> str:
    more = f" … {len(data):,} bytes" if len(data) > _SHOWN_BYTES else ""
    return data[:_SHOWN_BYTES].hex(" ") + more


def _text(data: bytes) -> str:
    """ASCII and GB 18030 as text; bytes of other code pages as they are."""
    try:
        return data.decode("gb18030").rstrip("\n")
    except UnicodeDecodeError:
        return data.decode("ascii", "backslashreplace").rstrip("\n")
