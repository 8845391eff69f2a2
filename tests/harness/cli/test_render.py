"""``tillproof render``."""

import io
import json
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from .child import DEADLINE_S, TILLPROOF
from .conftest import Tillproof

CAPTURE = b"\x1b@TILLPROOF\nTOTAL \x1bE\x0112.50\n\x1dV\x00\x1b@SECOND\n\x1dV\x00"


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    path = tmp_path / "capture.bin"
    path.write_bytes(CAPTURE)
    return path


def test_text_to_standard_output(tillproof: Tillproof, capture: Path) -> None:
    ended = tillproof("render", capture)
    assert ended.status == 0
    assert ended.out == "TILLPROOF\nTOTAL 12.50\n--------\nSECOND\n--------\n"
    assert not ended.err


def test_json_says_what_the_contract_says(tillproof: Tillproof, capture: Path) -> None:
    target = capture.with_suffix(".json")
    assert tillproof("render", capture, "-o", target).status == 0
    document = json.loads(target.read_text("utf-8"))
    assert [slip["text"] for slip in document["slips"]] == ["TILLPROOF\nTOTAL 12.50", "SECOND"]
    assert document["slips"][0]["lines"] == ["TILLPROOF", "TOTAL 12.50"]
    assert document["slips"][0]["width_dots"] == 512
    assert document["slips"][0]["height_dots"] > document["slips"][1]["height_dots"] > 0
    assert document["commands"] == {"text": 4, "LF": 3, "ESC @": 2, "GS V": 2, "ESC E": 1}
    assert document["unknown_commands"] == []


def test_the_same_json_to_standard_output(tillproof: Tillproof, capture: Path) -> None:
    target = capture.with_suffix(".json")
    tillproof("render", capture, "-o", target)
    ended = tillproof("render", capture, "--format", "json")
    assert json.loads(ended.out) == json.loads(target.read_text("utf-8"))


def test_bytes_that_are_no_command_are_listed(tillproof: Tillproof, tmp_path: Path) -> None:
    path = tmp_path / "capture.bin"
    path.write_bytes(b"abc\x1b\xfedef\n")
    (unknown,) = json.loads(tillproof("render", path, "--format", "json").out)["unknown_commands"]
    assert unknown == {"byte_from": 3, "data_hex": "1bfe"}


def test_slips_make_one_tall_picture(tillproof: Tillproof, capture: Path) -> None:
    heights = []
    for chosen in (("--slip", 1), ("--slip", 2), ()):
        target = capture.with_suffix(".png")
        assert tillproof("render", capture, "-o", target, *chosen).status == 0
        with Image.open(target) as picture:
            assert picture.width == 512
            assert picture.convert("L").getextrema() == (0, 255)
            heights.append(picture.height)
    first, second, both = heights
    assert both > first + second


def test_the_second_slip_stands_unchanged_at_the_foot(tillproof: Tillproof, capture: Path) -> None:
    target = capture.with_suffix(".png")
    tillproof("render", capture, "-o", target)
    tall = Image.open(io.BytesIO(target.read_bytes()))
    tillproof("render", capture, "-o", target, "--slip", 2)
    second = Image.open(io.BytesIO(target.read_bytes()))
    foot = tall.crop((0, tall.height - second.height, tall.width, tall.height))
    assert foot.tobytes() == second.convert(foot.mode).tobytes()


@pytest.mark.parametrize(
    ("suffix", "begins"), [(".svg", "<svg "), (".html", "<!doctype html>"), (".HTML", "<!doctype")]
)
def test_pages_carry_picture_and_text(
    tillproof: Tillproof, capture: Path, suffix: str, begins: str
) -> None:
    target = capture.with_suffix(suffix)
    assert tillproof("render", capture, "-o", target).status == 0
    page = target.read_text("utf-8")
    assert page.startswith(begins)
    assert "data:image/png;base64," in page
    assert "TOTAL 12.50" in page
    assert "SECOND" in page


@pytest.mark.parametrize("suffix", [".txt", ".png", ".svg", ".html", ".json"])
def test_nothing_printed_is_no_error(tillproof: Tillproof, tmp_path: Path, suffix: str) -> None:
    empty, target = tmp_path / "empty.bin", tmp_path / f"out{suffix}"
    empty.touch()
    assert tillproof("render", empty, "-o", target).status == 0
    assert target.exists()


def test_standard_input() -> None:
    done = subprocess.run(
        [*TILLPROOF, "render", "-"],
        input=CAPTURE,
        capture_output=True,
        timeout=DEADLINE_S,
        check=True,
    )
    assert done.stdout.startswith(b"TILLPROOF\n")


def test_another_model_has_other_paper(tillproof: Tillproof, capture: Path) -> None:
    ended = tillproof("render", capture, "--profile", "generic-58", "--format", "json")
    assert json.loads(ended.out)["slips"][0]["width_dots"] == 384


def test_pdf_has_a_page_for_each_slip(tillproof: Tillproof, capture: Path) -> None:
    target = capture.with_suffix(".pdf")
    assert tillproof("render", capture, "-o", target).status == 0
    document = target.read_bytes()
    assert document.startswith(b"%PDF-1.4")
    assert document.count(b"/Type /Page ") == 2
    assert b"/MediaBox [0 0 204.8 " in document  # 512 dots at 180 to the inch
    places = [int(row[:10]) for row in document.split(b"xref\n")[1].splitlines()[2:-5]]
    assert all(re.match(rb"\d+ 0 obj", document[place:]) for place in places)


def test_each_slip_in_a_file_of_its_own(tillproof: Tillproof, capture: Path) -> None:
    target = capture.with_suffix(".txt")
    assert tillproof("render", capture, "-o", target, "--each").status == 0
    written = [capture.with_name(f"capture-{n}.txt").read_text("utf-8") for n in (1, 2)]
    assert [text.splitlines()[0] for text in written] == ["TILLPROOF", "SECOND"]
    assert not target.exists()
    assert tillproof("render", capture, "--each").status == 3
