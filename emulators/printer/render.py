"""Captured bytes to slips, and slips to pictures and text. A pure function of the bytes."""

import base64
import html
from collections import Counter
from dataclasses import dataclass, replace

from emulators.clock import VirtualClock
from emulators.events import Payload
from emulators.history import History
from emulators.printer.device import Printer
from emulators.printer.events import SlipEnded, UnknownCommand
from emulators.printer.framer import Framer
from emulators.printer.profiles import TM_T88V, Profile

_CHUNK_BYTES = 4096
_KEPT_EVENTS = 1000
_WANTED = (SlipEnded.kind, UnknownCommand.kind)


@dataclass(frozen=True, slots=True)
class RenderedSlip:
    """One slip. ``png`` is its picture, one bit a dot; empty where none was wanted."""

    lines: tuple[str, ...]
    width_dots: int
    height_dots: int
    png: bytes

    @property
    def text(self) -> str:
        """The lines, one below the other."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Bytes at ``byte_from`` that are no command of the model."""

    byte_from: int
    data_hex: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a stream prints, and which commands it consists of (name -> how often)."""

    slips: tuple[RenderedSlip, ...]
    commands: Counter[str]
    unknown_commands: tuple[Unknown, ...]


def render_stream(data: bytes, profile: Profile = TM_T88V, *, pictures: bool = True) -> Rendering:
    """Print ``data`` on a printer of that model that nothing is wrong with.

    ``pictures`` False: ``png`` of each slip is empty, which is quicker.
    """
    clock = VirtualClock()
    history = History(clock, most_kept=_KEPT_EVENTS)
    heard: list[Payload] = []
    history.subscribe(lambda item: heard.append(item.payload), lambda kind, _: kind in _WANTED)
    model = replace(profile, overflow="wait")
    printer = Printer(history.recorder("printer"), clock, model, pictures=pictures)
    printer.connect(1, lambda _: None)
    at = 0
    while at < len(data):  # half a command may wait in the buffer, so the room differs
        chunk = data[at : at + printer.room()]
        printer.feed(1, chunk)
        clock.advance()
        at += len(chunk)
    printer.finish()
    slips = tuple(_slip(history, item) for item in heard if isinstance(item, SlipEnded))
    strays = (item for item in heard if isinstance(item, UnknownCommand))
    unknown = tuple(Unknown(stray.byte_from, stray.data_hex) for stray in strays)
    return Rendering(slips, count_commands(data), unknown)


def count_commands(data: bytes) -> Counter[str]:
    """How often each command stands in a stream; runs of text count as ``text``."""
    framer = Framer()
    names: Counter[str] = Counter()
    for at in range(0, len(data), _CHUNK_BYTES):
        framer.feed(data[at : at + _CHUNK_BYTES])
        while (token := framer.next()) is not None:
            names[token.row.name] += token.row.known and not token.piece
    return +names


def _slip(history: History, ended: SlipEnded) -> RenderedSlip:
    png = history.blobs.get(ended.blob) if ended.blob else b""
    return RenderedSlip(ended.text, ended.width_dots, ended.height_dots, png)


def to_text(rendering: Rendering) -> str:
    """Every slip as text, with a line of dashes where it was cut."""
    return "".join(f"{slip.text}\n{'-' * 8}\n" for slip in rendering.slips)


def to_svg(slip: RenderedSlip) -> str:
    """One slip as SVG: the dots, and the text over them, invisible and selectable."""
    width, height = slip.width_dots, slip.height_dots
    body = html.escape(slip.text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">\n<title>{body}</title>\n'
        f'<image width="{width}" height="{height}" style="image-rendering:pixelated" '
        f'href="{_data_url(slip.png)}"/>\n</svg>\n'
    )


def to_html(rendering: Rendering) -> str:
    """Every slip on one page that needs nothing else."""
    pictures = "\n".join(
        f'<img alt="{html.escape(slip.text)}" width="{slip.width_dots}" '
        f'height="{slip.height_dots}" src="{_data_url(slip.png)}">'
        for slip in rendering.slips
    )
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Slips</title>\n'
        "<style>body{background:#ddd;text-align:center}"
        "img{display:block;margin:1em auto;box-shadow:0 1px 4px #888;"
        "image-rendering:pixelated}</style>\n"
        f"{pictures}\n</html>\n"
    )


def to_json(rendering: Rendering) -> dict[str, object]:
    """The document of ``tillproof render -o FILE.json`` (contract, section 2)."""
    return {
        "slips": [
            {
                "text": slip.text,
                "lines": list(slip.lines),
                "width_dots": slip.width_dots,
                "height_dots": slip.height_dots,
            }
            for slip in rendering.slips
        ],
        "commands": dict(rendering.commands.most_common()),
        "unknown_commands": [
            {"byte_from": item.byte_from, "data_hex": item.data_hex}
            for item in rendering.unknown_commands
        ],
    }


def _data_url(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
