"""Files out of a History for people: slips as PNG, the bytes that were sent on each connection."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from emulators.acquirer.events import Request, Response
from emulators.blobs import Blobs
from emulators.errors import HistoryError
from emulators.events import Event
from emulators.history import of
from emulators.links.events import Sent
from emulators.masking import mask_bytes
from emulators.printer.events import SlipEnded
from harness.reports.folder import ScenarioFolder, slug


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what could not be, a sentence each."""

    receipts: tuple[Path, ...]
    wire: tuple[Path, ...]
    problems: tuple[str, ...]


def export(events: Sequence[Event], folder: ScenarioFolder) -> Exported:
    """Write ``receipts/*.png`` and ``wire/*.bin`` of a scenario.

    A blob that is missing is a problem to tell of, and stops nothing. Raises OSError.
    """
    blobs = Blobs(folder.blobs)
    problems: list[str] = []
    receipts = _export_receipts(events, blobs, folder.receipts, problems)
    wire = _export_wire(events, blobs, folder.wire, problems)
    return Exported(receipts, wire, tuple(problems))


def receipt_name(device: str, slip: int) -> str:
    """The file name of a slip: ``printer-01.png``."""
    return f"{slug(device)}-{slip:02}.png"


def _export_receipts(
    events: Sequence[Event], blobs: Blobs, target: Path, problems: list[str]
) -> tuple[Path, ...]:
    written = []
    for event, ended in of(list(events), SlipEnded):
        content = _blob(blobs, ended.blob, f"slip {ended.slip} of {event.device}", problems)
        if content is not None:
            written.append(_write(target / receipt_name(event.device, ended.slip), content))
    return tuple(written)


def _export_wire(
    events: Sequence[Event], blobs: Blobs, target: Path, problems: list[str]
) -> tuple[Path, ...]:
    streams: dict[str, list[bytes]] = {}
    for event in events:
        chunk = _chunk(event)
        if chunk is not None:
            name = f"{slug(event.device)}-{chunk.conn:02}-{chunk.direction}.bin"
            streams.setdefault(name, []).append(_content(chunk, event, blobs, problems))
    # Masked once more as a whole: a card number may have been sent in two pieces.
    return tuple(
        _write(target / name, mask_bytes(b"".join(parts))) for name, parts in streams.items()
    )


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Bytes of one connection; they stand in ``data`` or in ``blob``."""

    conn: int
    direction: str
    size: int
    data: bytes
    blob: str


def _chunk(event: Event) -> _Chunk | None:
    """What the POS sent to the printer; a host's line is told by the host, message by message."""
    match event.payload:
        case Sent() as sent if sent.blob or sent.data_hex:
            data = bytes.fromhex(sent.data_hex)
            return _Chunk(sent.conn, "sent", sent.sent_bytes, data, sent.blob)
        case Request() | Response() as message if message.blob or message.data_hex:
            way = "requests" if isinstance(message, Request) else "responses"
            return _Chunk(message.conn, way, 0, bytes.fromhex(message.data_hex), message.blob)
        case _:
            return None


def _content(chunk: _Chunk, event: Event, blobs: Blobs, problems: list[str]) -> bytes:
    """Zero bytes in place of what is missing, so that every offset after it stays true."""
    if chunk.data:
        return chunk.data
    what = f"event {event.seq}, {event.kind} of connection {chunk.conn}"
    content = _blob(blobs, chunk.blob, what, problems)
    return bytes(chunk.size) if content is None else content


def _blob(blobs: Blobs, name: str, what: str, problems: list[str]) -> bytes | None:
    try:
        return blobs.get(name)
    except HistoryError as error:
        problems.append(f"{what}: {error}")
        return None


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
