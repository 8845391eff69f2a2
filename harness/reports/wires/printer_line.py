"""Messages of a printer's line: what the POS sent in one go, command by command, and the answers.

A POS may write a byte at a time and ask four times for the status, so what goes one way without a
pause is one message. Commands are found by the printer's own framer, one a connection.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from emulators.events import Event
from emulators.links.events import Sent
from emulators.masking import mask_bytes
from emulators.printer.commands import LINE, TEXT, UNKNOWN, Stage
from emulators.printer.events import Replied
from emulators.printer.framer import Framer, Token
from harness.reports.wires.message import Part, WireMessage, part

PAUSE_MS = 100.0
_MOST_BYTES = 8192
_SHOWN_BYTES = 16  # of what is no text
_SHOWN_NAMES = 4  # in a title
_LF = b"\n"
_HTTP = (b"POST ", b"GET ", b"OPTIONS ")


@dataclass(slots=True)
class _Burst:
    """What went one way without a pause: bytes from the POS, or the printer's answers."""

    seq: int
    t_ms: float
    conn: int
    upward: bool
    last_ms: float
    data: bytearray = field(default_factory=bytearray)
    replies: list[Replied] = field(default_factory=list)

    def goes_on(self, event: Event, conn: int, *, upward: bool) -> bool:
        """Whether an event belongs to it."""
        same = conn == self.conn and upward == self.upward
        return same and event.t_ms - self.last_ms <= PAUSE_MS and len(self.data) < _MOST_BYTES


class PrinterLine:
    """The line of one printer; ``content`` finds the bytes of an event."""

    def __init__(self, device: str, content: Callable[[Sent], bytes]) -> None:
        self._device = device
        self._content = content
        self._framers: dict[int, Framer] = {}
        self._burst: _Burst | None = None

    def sent(self, event: Event, sent: Sent) -> Iterator[WireMessage]:
        """Take in what the POS sent; the message that is over now, if one is."""
        yield from self._turn(event, sent.conn, upward=True)
        if self._burst is not None:
            self._burst.data += self._content(sent)

    def replied(self, event: Event, reply: Replied) -> Iterator[WireMessage]:
        """Take in what the printer said."""
        yield from self._turn(event, reply.conn, upward=False)
        if self._burst is not None:
            self._burst.replies.append(reply)

    def _turn(self, event: Event, conn: int, *, upward: bool) -> Iterator[WireMessage]:
        if self._burst is not None and not self._burst.goes_on(event, conn, upward=upward):
            yield from self.flush()
        if self._burst is None:
            self._burst = _Burst(event.seq, event.t_ms, conn, upward, event.t_ms)
        self._burst.last_ms = event.t_ms

    def flush(self) -> Iterator[WireMessage]:
        """The message that is open, as far as it goes."""
        burst, self._burst = self._burst, None
        if burst is not None:
            yield self._answers(burst) if burst.replies else self._commands(burst)

    def _answers(self, burst: _Burst) -> WireMessage:
        parts = [part(one.request, bytes.fromhex(one.data_hex).hex(" ")) for one in burst.replies]
        trouble = any(one.trouble for one in burst.replies)
        names = _names([one.request for one in burst.replies])
        title = f"{names}: {'trouble' if trouble else 'status'}"
        return self._made(burst, title, parts, routine=not trouble)

    def _commands(self, burst: _Burst) -> WireMessage:
        data = mask_bytes(bytes(burst.data))
        if data.startswith(_HTTP):
            lines = data.decode("utf-8", "replace").splitlines()
            return self._made(burst, lines[0], [part("", line) for line in lines[1:] if line])
        framer = self._framers.setdefault(burst.conn, Framer())
        framer.feed(data)
        tokens = list(iter(framer.next, None))
        names = _names([_short(token) for token in tokens if token.data != _LF])
        polls = bool(tokens) and all(token.row.stage is Stage.REALTIME for token in tokens)
        return self._made(burst, f"{len(data):,} bytes: {names}", [*_told(tokens)], routine=polls)

    def _made(
        self, burst: _Burst, title: str, parts: Sequence[Part], *, routine: bool = False
    ) -> WireMessage:
        return WireMessage(
            seq=burst.seq,
            t_s=burst.t_ms / 1000,
            wire=self._device,
            conn=burst.conn,
            upward=burst.upward,
            title=part(title, "").name,
            parts=tuple(parts),
            routine=routine,
        )


def _short(token: Token) -> str:
    return "text" if token.row in (TEXT, LINE) else "its data" if token.piece else token.row.name


def _names(them: Sequence[str]) -> str:
    """What occurs, most often first, with how often."""
    counts = {name: them.count(name) for name in dict.fromkeys(them)}
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    words = [name if count == 1 else f"{name} × {count}" for name, count in ordered]
    more = ["…"] if len(words) > _SHOWN_NAMES else []
    return ", ".join(words[:_SHOWN_NAMES] + more)


def _told(tokens: Sequence[Token]) -> Iterator[Part]:
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
