"""What a printer records.

``slip`` counts from 1; rows and bytes count from power-on of the bench.
"""

from dataclasses import dataclass

from emulators.events import Payload, event


@event("printer.line")
@dataclass(frozen=True, slots=True)
class LineBurnt(Payload):
    """One feed of the mechanism with content is on the paper, its last row included.

    ``rows`` counts the dot rows since the event before (a trigger or paper out may have split the
    line: see ``printer.rows``); ``row_from``/``row_to`` span the whole line on the paper;
    ``byte_from``/``byte_to`` are the bytes of the stream that made it. ``legible`` is judged from
    the dots: what stands there can be read. ``card_numbers`` are those that stand there with more
    than first six and last four digits; they are masked, there, in ``line_text`` and in what the
    ``symbols`` say.
    """

    slip: int
    line: int
    line_text: str
    rows: int
    row_from: int
    row_to: int
    byte_from: int
    byte_to: int
    intended_dots: int
    burnt_dots: int
    legible: bool
    symbols: tuple[str, ...] = ()
    card_numbers: tuple[str, ...] = ()

    def key(self) -> str:
        """Slip and line: ``1.6``."""
        return f"{self.slip}.{self.line}"


@event("printer.rows")
@dataclass(frozen=True, slots=True)
class RowsFed(Payload):
    """Rows went by that complete no line: feed, margin, or the first part of a line cut short."""

    slip: int
    rows: int
    row_from: int
    burnt_dots: int
    partial: bool

    def key(self) -> str:
        """The slip."""
        return str(self.slip)


@event("printer.cut")
@dataclass(frozen=True, slots=True)
class Cut(Payload):
    """The cutter went through the paper: the slip is in the customer's hand."""

    slip: int
    partial: bool

    def key(self) -> str:
        """The slip."""
        return str(self.slip)


@event("printer.slip")
@dataclass(frozen=True, slots=True)
class SlipEnded(Payload):
    """What stands on one slip, as dots and as text.

    ``ended_by`` is cut, tear, roll (the roll ran out and was changed), length (nobody has cut nine
    metres: it is taken for torn off) or open (still in the printer when the run ended). ``blob`` is
    a PNG, one bit a dot. ``text`` has a line a printed line, ``legible`` says of each whether it
    can be read. ``complete`` is whatever the printer knows: no line of it was cut short.
    """

    slip: int
    ended_by: str
    text: tuple[str, ...]
    legible: tuple[bool, ...]
    symbols: tuple[str, ...]
    width_dots: int
    height_dots: int
    blob: str
    complete: bool = True

    def key(self) -> str:
        """The slip."""
        return str(self.slip)


@event("printer.roll")
@dataclass(frozen=True, slots=True)
class RollLoaded(Payload):
    """The operator put in a roll of so many millimetres."""

    length_mm: float


@event("printer.state")
@dataclass(frozen=True, slots=True)
class StateChanged(Payload):
    """The printer's state after a change. ``error``: none, auto, recoverable or unrecoverable."""

    powered: bool
    online: bool
    cover_open: bool
    paper: str  # ok | near_end | out
    error: str
    why: str

    def key(self) -> str:
        """What changed."""
        return self.why


@event("printer.replied")
@dataclass(frozen=True, slots=True)
class Replied(Payload):
    """The printer sent bytes to the POS. ``trouble``: they say that something is out of order.

    ``request`` is the command's name, such as ``DLE EOT 4``, ``GS a`` for unasked status.
    """

    conn: int
    request: str
    data_hex: str
    trouble: bool

    def key(self) -> str:
        """The command that asked."""
        return self.request


@event("printer.drawer")
@dataclass(frozen=True, slots=True)
class DrawerPulse(Payload):
    """A pulse went to the drawer's connector pin 2 or 5; ``opened`` says whether it opened."""

    pin: int
    on_ms: int
    opened: bool


@event("printer.buzzer")
@dataclass(frozen=True, slots=True)
class Buzzed(Payload):
    """The buzzer sounded."""

    times: int


@event("printer.cleared")
@dataclass(frozen=True, slots=True)
class BufferCleared(Payload):
    """Bytes that waited were thrown away. ``by``: DLE ENQ 2, DLE DC4 8, power.

    ``lost_bytes``: of the receive buffer; at least 1 where a line or a picture had been begun.
    """

    by: str
    lost_bytes: int

    def key(self) -> str:
        """What cleared it."""
        return self.by


@event("printer.unknown")
@dataclass(frozen=True, slots=True)
class UnknownCommand(Payload):
    """Bytes that are no ESC/POS command of this model: passed over."""

    byte_from: int
    data_hex: str


@event("printer.not_drawn")
@dataclass(frozen=True, slots=True)
class NotDrawn(Payload):
    """A command that the model knows did nothing: its data, or the line, do not allow for it."""

    command: str
    reason: str
    byte_from: int

    def key(self) -> str:
        """The command's name."""
        return self.command


@event("printer.glyphs_missing")
@dataclass(frozen=True, slots=True)
class GlyphsMissing(Payload):
    """Characters that no font has, or bytes that the code page lacks: boxes stand for them."""

    characters: str
    byte_from: int
