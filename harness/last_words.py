"""What a POS in Python said when it broke down, beside the sentence that it ended by itself."""

from collections.abc import Sequence

from emulators.blobs import Blobs
from emulators.errors import HistoryError
from emulators.events import Event
from emulators.history import of
from harness.events import PosLog

MOST_CHARACTERS = 200
ENDED = "the POS ended by itself "
_TRACEBACK = "Traceback (most recent call last):"


def with_last_words(
    reasons: Sequence[str], events: Sequence[Event], blobs: Blobs
) -> tuple[str, ...]:
    """The reasons of a verdict; the last that the POS ended by itself says its log's last error.

    A History holds the log with its card numbers masked. Of several lives there is one log.
    """
    ends = [number for number, reason in enumerate(reasons) if reason.startswith(ENDED)]
    said = _last_error(events, blobs) if ends else ""
    if not said:
        return tuple(reasons)
    last = ends[-1]
    return (*reasons[:last], f"{reasons[last]}; the last error in its log: {said}",
            *reasons[last + 1 :])  # fmt: skip


def _last_error(events: Sequence[Event], blobs: Blobs) -> str:
    said = ""
    for _, log in of(events, PosLog):
        said = _of_traceback(_text(blobs, log.blob)) or said
    return said if len(said) <= MOST_CHARACTERS else f"{said[:MOST_CHARACTERS]}…"


def _text(blobs: Blobs, blob: str) -> str:
    try:
        return blobs.get(blob).decode("utf-8", "replace")
    except HistoryError:
        return ""


def _of_traceback(text: str) -> str:
    """The line behind the last one's frames: the type and the message."""
    _, found, rest = text.rpartition(_TRACEBACK)
    lines = rest.split("\n")[1:] if found else []
    return next((line.strip() for line in lines if line[:1].strip()), "")
