"""Slips that are pictures: read where tesseract is, left alone where it is not."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from harness import ocr
from harness.checks.patterns import compile_patterns
from harness.checks.reading import read
from harness.config import Receipt


def picture(*lines: str) -> bytes:
    image = Image.new("1", (512, 40 * len(lines)), 1)
    font = ImageFont.load_default(30)
    for place, line in enumerate(lines):
        ImageDraw.Draw(image).text((0, 40 * place + 2), line, font=font, fill=0)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(ocr.engine() is None, reason="there is no tesseract here")
def test_what_stands_on_a_picture() -> None:
    engine = ocr.engine()
    assert engine is not None
    found = ocr.recognised(picture("CORNER SHOP", "TRACE 000017", "TOTAL 12.50"), engine)
    slip = read([text for _, text in found], compile_patterns(Receipt(), 156), 156)
    assert (slip.trace, slip.total_minor) == ("000017", 1250)
    rows = [row for row, _ in found]
    assert rows == sorted(rows)
    assert rows[-1] == pytest.approx(80, abs=20)


def test_without_the_program_nothing_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda _: None)
    ocr.engine.cache_clear()
    assert ocr.engine() is None
    ocr.engine.cache_clear()


def test_a_program_that_fails_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PROGRAM", "false")
    assert ocr.recognised(picture("TOTAL 12.50"), ocr.Engine("none", ("eng",))) == []
