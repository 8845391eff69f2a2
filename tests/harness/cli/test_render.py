"""``tillproof render``."""

import io
import json
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
