"""Text recognition for slips that are pictures: the program tesseract, where it is installed."""

import functools
import io
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from emulators.masking import card_numbers, mask_text
from emulators.printer.events import LineBurnt
from emulators.sifted import sifted
from harness.checks.evidence import Evidence
from harness.checks.views.pictures import is_picture
from harness.events import SlipRead

if TYPE_CHECKING:
    from harness.bench import Bench

PROGRAM = "tesseract"
LANGUAGES = ("eng", "chi_sim")
PATIENCE_S = 20.0
LARGER = 2  # 203 dots an inch are few for it
BORDER = 20
_BLOCK = "6"  # page segmentation: one block of text, line by line


@dataclass(frozen=True, slots=True)
class Engine:
    """A tesseract that works, and the languages of ours that it has."""

    name: str
    languages: tuple[str, ...]


@functools.cache
def engine() -> Engine | None:
    """What can read pictures here, or None."""
    if shutil.which(PROGRAM) is None:
        return None
    try:
        version = _told("--version").partition("\n")[0]
        has = _told("--list-langs").split()
    except (OSError, subprocess.SubprocessError):
        return None
    languages = tuple(name for name in LANGUAGES if name in has)
    return Engine(version, languages) if languages else None


def read_pictures(bench: "Bench") -> None:
    """Record what slips that are pictures say, as far as anything here can read them.

    A line that is dots only is rare: without one nothing is worked out and nothing costs time.
    """
    if not any(is_picture(line) for _, line in bench.history.of(LineBurnt)):
        return
    reader = engine()
    evidence = Evidence(sifted(bench.events), bench.history.blobs)
    if reader is None:
        return
    for one in evidence.unread:
        if one.blob:
            lines = recognised(bench.history.blobs.get(one.blob), reader)
            bench.record("bench", _told_of(one.device, one.slip, reader.name, lines))


def recognised(png: bytes, reader: Engine) -> list[tuple[int, str]]:
    """The lines of a picture, each with its first dot row. Nothing when they cannot be read."""
    command = [PROGRAM, "stdin", "stdout", "-l", "+".join(reader.languages)]
    try:
        done = subprocess.run(
            [*command, "--psm", _BLOCK, "tsv"],
            input=_enlarged(png),
            capture_output=True,
            timeout=PATIENCE_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return _lines(done.stdout.decode("utf-8", "replace"))


def _lines(table: str) -> list[tuple[int, str]]:
    """Words (level 5) put together by block, paragraph and line."""
    found: dict[tuple[str, ...], tuple[int, list[str]]] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            place = max(0, int(cells[7]) - BORDER) // LARGER
            found.setdefault(tuple(cells[1:5]), (place, []))[1].append(cells[11].strip())
    return sorted((row, " ".join(words)) for row, words in found.values())


def _enlarged(png: bytes) -> bytes:
    picture = Image.open(io.BytesIO(png)).convert("L")
    size = (picture.width * LARGER, picture.height * LARGER)
    page = Image.new("L", (size[0] + 2 * BORDER, size[1] + 2 * BORDER), 255)
    page.paste(picture.resize(size, Image.Resampling.LANCZOS), (BORDER, BORDER))
    stream = io.BytesIO()
    page.save(stream, "PNG")
    return stream.getvalue()


def _told_of(printer: str, slip: int, name: str, lines: list[tuple[int, str]]) -> SlipRead:
    texts = [text for _, text in lines]
    cards = tuple(number for text in texts for number in card_numbers(text))
    rows = tuple(row for row, _ in lines)
    return SlipRead(printer, slip, name, tuple(map(mask_text, texts)), rows, cards)


def _told(option: str) -> str:
    done = subprocess.run(
        [PROGRAM, option], capture_output=True, text=True, timeout=PATIENCE_S, check=True
    )
    return done.stdout or done.stderr
