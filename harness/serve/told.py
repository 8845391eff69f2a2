"""Events as lines for a person."""

from dataclasses import fields

from emulators.events import Event, Scalar
from emulators.printer.events import SlipEnded
from harness.serve.voice import Voice

LINES_A_SECOND = 200

# Every byte, line and moment stands in the History; here they would hide what one looks for.
QUIET = frozenset(
    {
        "host.booked",
        "host.booking",
        "host.sent",
        "link.answered",
        "link.delivered",
        "link.sent",
        "printer.cut",
        "printer.line",
        "printer.replied",
        "printer.rows",
        "printer.slip",
    }
)
# Host messages are told by their elements; the same facts beside them would say it twice.
_OF_POINTS = {"batch", "trace", "terminal", "ordinal", "processing_code", "moment", "spec"}
_LEFT_OUT = {"blob", "data_hex", *_OF_POINTS}


class Teller:
    """Says events, as many a second as a person could scroll through; the others are counted."""

    def __init__(self, log: Voice) -> None:
        self._log = log
        self._until_ms, self._said = 0.0, 0

    def heeds(self, kind: str, t_ms: float) -> bool:
        """Whether an event is worth a line, and there is room for one."""
        if kind in QUIET:
            return False
        if t_ms >= self._until_ms:
            self._until_ms, self._said = t_ms + 1000, 0
        if self._said >= LINES_A_SECOND:
            self._log.skip()
            return False
        return True

    def tell(self, item: Event) -> None:
        """Say an event that was heeded."""
        self._said += 1
        self._log.say(log_line(item))


def log_line(item: Event) -> str:
    """One event on one line."""
    hidden = _LEFT_OUT if item.kind.startswith(("host.", "fault.fired")) else {"blob"}
    words = [
        f"{field.name}={_word(value)}"
        for field in fields(item.payload)
        if field.name not in hidden and (value := getattr(item.payload, field.name)) not in _EMPTY
    ]
    return f"{item.t_ms / 1000:9.3f} {item.kind:16} {' '.join(words)}"


_EMPTY = (None, "", ())


def _word(value: Scalar | tuple[Scalar, ...]) -> str:
    text = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if text.isprintable() else repr(text)  # nothing from the wire moves the cursor


def slip_lines(slip: SlipEnded) -> str:
    """A slip between two marks; lines whose dots cannot be read say so."""
    body = [
        f"{_printable(text)}{'' if legible else '  [not legible]'}"
        for text, legible in zip(slip.text, slip.legible, strict=True)
    ]
    end = f"=== end of slip {slip.slip}: {slip.ended_by} ==="
    return "\n".join([f"=== slip {slip.slip} ===", *body, end])


def _printable(text: str) -> str:
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
