"""``render_stream``: captured bytes to slips, and slips to files."""

import io
import json

import pytest
from PIL import Image

from emulators.printer.profiles import GENERIC_58
from emulators.printer.render import render_stream, to_html, to_json, to_svg, to_text
from tests.emulators.printer.receipts import CORPUS, receipt

TWO = b"ONE <1>\n\x1dV\x00\x1bZTWO\n\x1dV\x00"


def test_json_is_what_the_contract_says() -> None:
    document = to_json(render_stream(TWO))
    assert json.loads(json.dumps(document)) == {
        "slips": [
            {"text": "ONE <1>", "lines": ["ONE <1>"], "width_dots": 512, "height_dots": 30},
            {"text": "TWO", "lines": ["TWO"], "width_dots": 512, "height_dots": 30},
        ],
        "commands": {"text": 2, "LF": 2, "GS V": 2},
        "unknown_commands": [{"byte_from": 11, "data_hex": "1b5a"}],
    }


def test_a_receipt_of_python_escpos_is_understood() -> None:
    rendering = render_stream(receipt(lines=3))
    assert to_json(rendering)["unknown_commands"] == []
    assert "TOTAL       1.50" in rendering.slips[0].lines
    assert "Café, piñata, 5 €" in rendering.slips[0].lines


def test_pictures_are_one_bit_a_dot() -> None:
    slip = render_stream(b"A\n\x1dV\x00", GENERIC_58).slips[0]
    picture = Image.open(io.BytesIO(slip.png))
    assert (picture.mode, picture.size) == ("1", (384, slip.height_dots))


def test_files_for_people() -> None:
    rendering = render_stream(TWO)
    assert to_text(rendering) == "ONE <1>\n--------\nTWO\n--------\n"
    assert "<title>ONE &lt;1&gt;</title>" in to_svg(rendering.slips[0])
    assert to_html(rendering).count("<img ") == 2


def test_nothing_prints_nothing() -> None:
    assert render_stream(b"").slips == ()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of streams is not here")
def test_the_corpus_is_understood() -> None:
    for path in sorted(CORPUS.rglob("*.bin")):
        assert render_stream(path.read_bytes()).unknown_commands == ()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of streams is not here")
def test_a_receipt_of_escpos_php() -> None:
    (slip,) = render_stream((CORPUS / "escpos-php/receipt-with-logo.bin").read_bytes()).slips
    assert "ExampleMart Ltd." in slip.lines
    assert "Thank you for shopping at ExampleMart" in slip.lines
    assert len(slip.lines) == slip.text.count("\n") + 1


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (b"4111111111111111", b"411111******1111"),
        (b"\x1bE\x014111 11\x1bE\x0011 1111 1111", b"\x1bE\x014111 11\x1bE\x00** **** 1111"),
        (b"\x1b{\x014111111111111111", b"\x1b{\x01411111******1111"),
        (b"\x1bL4111111111111111", b"\x1bL411111******1111"),
    ],
)
def test_pictures_show_no_more_of_a_card_number_than_texts(number: bytes, shown: bytes) -> None:
    end = b"\n\x0c\x1dV\x00"
    (slip,), (same,) = (render_stream(b"CARD " + data + end).slips for data in (number, shown))
    assert slip.png == same.png
    assert slip.lines == same.lines


@pytest.mark.parametrize(
    "other",
    [b"A\n\n", b"\x1b!\x08A\n", b"\x1ba\x01A\n", b"A \x1b!\x08B\n"],
    ids=("fed", "bold", "centred", "two styles"),
)
def test_a_picture_is_kept_for_a_slip_that_looks_the_same_only(other: bytes) -> None:
    streams = [b"\x1b@" + lines + b"\x1dV\x00" for lines in (b"A\n", other)]
    kept = [slip.png for slip in render_stream(b"".join(streams * 2)).slips]
    assert kept[0] == kept[2] != kept[1] == kept[3]
    narrow = [slip.png for slip in render_stream(b"".join(streams), GENERIC_58).slips]
    assert not {*narrow} & {*kept}
