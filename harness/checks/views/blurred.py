"""What was sent to the paper and cannot be read there."""

from harness.checks.patterns import Patterns
from harness.checks.reading import Reading, read
from harness.checks.views.slips import Piece

_FIELDS = {
    "totals_minor": "the total",
    "traces": "the trace number",
    "rrns": "the reference",
    "auths": "the authorisation code",
}


def blurred(piece: Piece, patterns: Patterns, currency: int) -> list[str]:
    """The names of what nobody can read on it."""
    lines = [line.text for line in piece.slip.lines]
    sent = read(lines, patterns, currency)
    return [
        name
        for field, name in _FIELDS.items()
        if _count(sent, field) and not _count(piece.reading, field)
    ]


def _count(reading: Reading, field: str) -> int:
    return len(getattr(reading, field))
