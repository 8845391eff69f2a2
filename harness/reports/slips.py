"""The slips of a History as pictures that stand in the page itself."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from emulators.blobs import Blobs
from emulators.errors import HistoryError
from emulators.events import Event
from emulators.history import of
from emulators.printer.events import SlipEnded

_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip. ``png`` is base64, '' when the picture is missing; ``width_px`` of the display."""

    seq: int
    number: int
    device: str
    ended_by: str
    complete: bool
    illegible: int
    lines: tuple[tuple[str, bool], ...]
    width_px: int
    png: str


def slips(events: Sequence[Event], blobs: Blobs) -> list[Slip]:
    """Every slip, in the order in which they ended."""
    return [_slip(event, ended, blobs) for event, ended in of(list(events), SlipEnded)]


def _slip(event: Event, ended: SlipEnded, blobs: Blobs) -> Slip:
    legible = ended.legible + (True,) * (len(ended.text) - len(ended.legible))
    lines = tuple(zip(ended.text, legible, strict=False))
    return Slip(
        seq=event.seq,
        number=ended.slip,
        device=event.device,
        ended_by=ended.ended_by,
        complete=ended.complete,
        illegible=sum(not readable for _, readable in lines),
        lines=lines,
        width_px=max(1, ended.width_dots // 2),
        png=_picture(blobs, ended.blob),
    )


def _picture(blobs: Blobs, name: str) -> str:
    """Two dots a pixel on paper; '' for a blob that is not there or is no PNG."""
    try:
        content = blobs.get(name)
    except HistoryError:
        return ""
    return base64.b64encode(content).decode() if content.startswith(_PNG) else ""
