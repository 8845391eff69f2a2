"""Events as lines for a person."""

from dataclasses import fields

from emulators.clock import Clock
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
# What each message of a host brings.
_OFTEN = frozenset({"books.entry", "host.request", "host.response"})
# Host messages are told by their elements; the same facts beside them would say it twice.
_OF_POINTS = {"batch", "trace", "terminal", "ordinal", "processing_code", "moment", "spec"}
_LEFT_OUT = {"blob", "data_hex", *_OF_POINTS}


class Teller:
    """Says events a line each, or one line a second of how many came while these are too many.

    What is not a message's is said by itself then as well, or nobody would see a fault strike.
    """

    def __init__(self, log: Voice, clock: Clock) -> None:
        self._log, self._clock = log, clock
        self._until_ms, self._said = 0.0, 0
        self._counts: dict[str, int] | None = None  # of this second; None: nothing is counted
        self._zero_s = 0.0

    def heeds(self, kind: str, t_ms: float) -> bool:
        """Whether an event is worth a line, and there is room for one; else it is counted."""
        counts = self._counts
        if counts is None:
            if t_ms >= self._until_ms:
                self._until_ms, self._said = t_ms + 1000, 0
            if self._said < LINES_A_SECOND:
                return True
            counts = self._begin_to_count(t_ms)
        elif kind not in _OFTEN and self._said < LINES_A_SECOND:
            return True
        counts[kind] = counts.get(kind, 0) + 1
        return False

    def tell(self, item: Event) -> None:
        """Say an event that was heeded."""
        self._said += 1
        self._log.say(log_line(item))

    def _begin_to_count(self, t_ms: float) -> dict[str, int]:
        self._zero_s = self._clock.monotonic_s() - t_ms / 1000
        self._counts = {}
        self._clock.call_later(1.0, self._sum_up)
        return self._counts

    def _sum_up(self) -> None:
        """A second of counting is over; when little came, the next ones are said again."""
        counts, self._counts = self._counts or {}, None
        if counts:
            now_s = self._clock.monotonic_s() - self._zero_s
            came = ", ".join(f"{count:,} {kind}" for kind, count in sorted(counts.items()))
            self._log.say(f"{now_s:9.3f} in one second    {came}")
        many, self._said = self._said + sum(counts.values()) >= LINES_A_SECOND, 0
        if many:
            self._counts = {}
            self._clock.call_later(1.0, self._sum_up)


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
