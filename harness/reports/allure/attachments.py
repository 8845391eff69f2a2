"""A scenario's evidence as attachments: what a person opens first comes first."""

import contextlib
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from emulators.blobs import Blobs
from emulators.errors import HistoryError
from emulators.events import Event
from emulators.history import of
from emulators.masking import mask_text
from emulators.printer.events import SlipEnded
from harness.reports.export import receipt_name
from harness.reports.folder import ScenarioFolder
from harness.reports.sentences import speaker
from harness.reports.tables import batches, transactions
from harness.reports.timeline import timeline
from harness.reports.wires.log import wire_log
from harness.reports.wires.message import wire_text

PNG, TEXT, CSV, JSON, BYTES = (
    "image/png",
    "text/plain",
    "text/csv",
    "application/json",
    "application/octet-stream",
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file; ``kind`` is its media type, ``suffix`` that of its name."""

    name: str
    kind: str
    suffix: str
    content: bytes


def attachments(events: Sequence[Event], blobs: Blobs) -> Iterator[Attachment]:
    """What the History shows: slips, timeline, books, both wires decoded. All of it is masked."""
    for event, ended in of(events, SlipEnded):
        with contextlib.suppress(HistoryError):  # a picture that is missing is left out
            name = Path(receipt_name(event.device, ended.slip)).stem
            yield Attachment(f"slip {name}", PNG, "png", blobs.get(ended.blob))
    yield _text("timeline", _timeline(events))
    yield from _books(events)
    yield _text("wires", wire_text(wire_log(events, blobs)))


def files(folder: ScenarioFolder) -> Iterator[Attachment]:
    """What stands beside the History, masked: the schedule, what the POS wrote, the wires' bytes.

    Wires have been exported. Whatever is not there is left out.
    """
    named: list[tuple[str, str, str, Path]] = [
        ("schedule", JSON, "json", folder.schedule),
        ("standard error of the POS", TEXT, "txt", folder.pos_stderr),
    ]
    for name, kind, suffix, path in named:
        if path.is_file() and (content := path.read_bytes()):
            masked = mask_text(content.decode("utf-8", "replace"))
            yield Attachment(name, kind, suffix, masked.encode())
    for path in sorted(folder.wire.glob("*.bin")):
        yield Attachment(f"wire {path.stem}", BYTES, "bin", path.read_bytes())


def _text(name: str, text: str) -> Attachment:
    return Attachment(name, TEXT, "txt", mask_text(text).encode())


def _timeline(events: Sequence[Event]) -> str:
    rows = timeline(events, speaker("en", list(events)))
    return "".join(f"{row.t_s:9.3f} s  {row.device:14} {row.sentence}\n" for row in rows)


def _books(events: Sequence[Event]) -> Iterator[Attachment]:
    """Tables: Allure shows comma-separated values as such."""
    say = speaker("en", list(events))
    rows = [
        (one.batch, one.trace, one.kind, one.amount, " → ".join(w for _, w in one.course), one.rrn)
        for one in transactions(events, say)
    ]
    if rows:
        head = ("batch", "trace", "kind", "amount", "course", "RRN")
        yield _table("books: transactions", [head, *rows])
    closed = [(b.batch, b.state, b.how, b.date, b.debits, b.credits) for b in batches(events, say)]
    if closed:
        head = ("batch", "state", "how", "date", "debits", "credits")
        yield _table("books: batches", [head, *closed])


def _table(name: str, rows: Sequence[Sequence[str]]) -> Attachment:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return Attachment(name, CSV, "csv", mask_text(file.getvalue()).encode())
