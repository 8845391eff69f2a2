"""Barcodes and two-dimensional symbols: what a scanner reads from the dots on the paper."""

import io
import struct

import numpy as np
import pytest
import zxingcpp
from escpos.printer import Dummy
from PIL import Image

from emulators.printer import effects
from emulators.printer.events import LineBurnt, NotDrawn, Replied, SlipEnded
from emulators.printer.symbols.linear import SYSTEMS
from emulators.printer.symbols.modules import NotEncodableError
from tests.emulators.printer.rig import Rig


def form_a(system: int, data: bytes) -> bytes:
    return bytes((0x1D, 0x6B, system)) + data + b"\0"


def form_b(system: int, data: bytes) -> bytes:
    return bytes((0x1D, 0x6B, system, len(data))) + data


def planar(kind: int, function: int, params: bytes = b"") -> bytes:
    body = bytes((kind, function)) + params
    return b"\x1d(k" + len(body).to_bytes(2, "little") + body


def stored(kind: int, data: bytes, first: int = 48) -> bytes:
    return planar(kind, 80, bytes((first,)) + data) + planar(kind, 81, b"0")


CARD, STARS = b"4111111111111111", "411111******1111"


@pytest.mark.parametrize(
    "command",
    [stored(49, b"id " + CARD), b"\x1dw\x02" + form_b(73, b"{Bid " + CARD)],
    ids=["QR", "Code 128"],
)
def test_a_card_number_in_a_symbol_is_told_masked(command: bytes) -> None:
    rig = Rig()
    rig.feed(command + b"\x1dV\x00")
    line, (slip,) = only(rig), rig.of(SlipEnded)
    assert line.symbols == slip.symbols == (f"id {STARS}",)
    assert line.card_numbers == (STARS,)
    assert line.legible


def test_the_number_of_an_article_is_no_card_number() -> None:
    rig = Rig()
    rig.feed(form_a(2, b"4006381333924"))  # whose check digit is that of a card, too
    assert (only(rig).symbols, only(rig).card_numbers) == (("4006381333924",), ())


def only(rig: Rig) -> LineBurnt:
    (line,) = rig.of(LineBurnt)
    return line


@pytest.mark.parametrize(
    ("system", "data", "text", "content"),
    [
        (0, b"01234567890", "012345678905", "012345678905"),
        (1, b"0123456", "01234565", "012345000065"),
        (1, b"123456", "01234565", "012345000065"),
        (1, b"01234500006", "01234565", "012345000065"),
        (1, b"04210000526", "04252614", "042100005264"),
        (2, b"400638133393", "4006381333931", "4006381333931"),
        (2, b"4006381333931", "4006381333931", "4006381333931"),
        (3, b"1234567", "12345670", "12345670"),
        (4, b"AB-12", "*AB-12*", "AB-12"),
        (4, b"*AB-12*", "*AB-12*", "AB-12"),
        (5, b"123456", "123456", "123456"),
        (5, b"1234567", "123456", "123456"),
        (6, b"A40156B", "A40156B", "A40156B"),
    ],
)
def test_barcodes_in_both_forms(system: int, data: bytes, text: str, content: str) -> None:
    for command in (form_a(system, data), form_b(system + 65, data)):
        rig = Rig()
        rig.feed(b"\x1dH\x02" + command)
        line = only(rig)
        assert (line.line_text, line.symbols, line.legible) == (text, (content,), True)


@pytest.mark.parametrize(
    ("system", "data", "text", "content"),
    [
        (72, b"Ab!12", "□Ab!12□", "Ab!12"),
        (73, b"{BNo.{C\x0c\x22\x38", "No.123456", "No.123456"),
        (73, b"{ATAB\x09{Bx{{", "TAB x{", "TAB\tx{"),
        (73, b"{Aa".replace(b"a", b"{Sa"), "a", "a"),
        (74, b"(01)09501101530003(10)AB{1(21)7", "(01)09501101530003(10)AB(21)7", None),
        (75, b"0950110153000", "(01)09501101530003", "(01)09501101530003"),
        (76, b"0950110153000", "(01)09501101530003", "(01)09501101530003"),
        (77, b"0012345678901", "(01)00123456789012", "(01)00123456789012"),
        (78, b"(01)98898765432106", "(01)98898765432106", "(01)98898765432106"),
        (79, b"abc1234567x", "abc1234567x", "abc1234567x"),
    ],
)
def test_barcodes_of_form_b_only(system: int, data: bytes, text: str, content: str | None) -> None:
    rig = Rig()
    rig.feed(b"\x1dH\x02\x1dw\x02" + form_b(system, data))
    line = only(rig)
    assert (line.line_text, line.symbols) == (text, (content or text,))


@pytest.mark.parametrize(
    ("command", "content"),
    [
        (stored(49, b"https://example.com/r/12345"), "https://example.com/r/12345"),
        (stored(49, "收据 12.50 元".encode()), "收据 12.50 元"),
        (planar(49, 67, b"\x08") + planar(49, 69, b"3") + stored(49, b"big"), "big"),
        (planar(49, 65, b"\x33\x00") + stored(49, b"12345"), "12345"),
        (stored(48, b"PDF417 on paper"), "PDF417 on paper"),
        (planar(48, 65, b"\x02") + planar(48, 69, b"02") + stored(48, b"narrow"), "narrow"),
        (stored(50, b"MaxiCode"), "MaxiCode"),
        (stored(53, b"Aztec"), "Aztec"),
        (stored(54, b"DataMatrix"), "DataMatrix"),
        (stored(51, b"\x480123456789012"), "(01)01234567890128"),
        (stored(51, b"\x490123456789012"), "(01)01234567890128"),
        (stored(51, b"\x4c(01)98898765432106"), "(01)98898765432106"),
    ],
)
def test_two_dimensional_symbols(command: bytes, content: str) -> None:
    rig = Rig()
    rig.feed(b"\x1ba\x01" + command)
    assert (only(rig).symbols, only(rig).legible) == ((content,), True)


@pytest.mark.parametrize(
    ("chosen", "mode"), [(b"", "4"), (b"4", "4"), (b"5", "5"), (b"6", "6"), (b"\x07", "4")]
)
def test_a_maxicode_has_the_mode_that_was_chosen(chosen: bytes, mode: str) -> None:
    rig = Rig()
    rig.feed((planar(50, 65, chosen) if chosen else b"") + stored(50, b"PARCEL") + b"\x1dV\x00")
    with Image.open(io.BytesIO(rig.history.blobs.get(rig.slips[0].blob))) as picture:
        found = zxingcpp.read_barcodes(picture.convert("L"))
    assert [(one.text, one.ec_level) for one in found] == [("PARCEL", mode)]


def test_the_symbols_that_python_escpos_writes() -> None:
    pos = Dummy(profile="TM-T88V")
    pos.qr("https://example.com", native=True, size=4)
    pos.barcode("{B012ABCDabcd", "CODE128", function_type="B")
    rig = Rig()
    rig.feed(bytes(pos.output))
    assert [line.symbols for line in rig.of(LineBurnt)] == [
        ("https://example.com",),
        ("012ABCDabcd",),
    ]


def test_the_text_stands_where_it_is_told_to() -> None:
    heights = []
    for place in range(4):
        rig = Rig()
        rig.feed(b"\x1dh\x40\x1dH" + bytes((place,)) + form_a(3, b"1234567"))
        heights.append(only(rig).row_to)
        assert only(rig).line_text == ("12345670" if place else "")
    text = 24 + 2
    bars = heights[0]
    assert bars == 64
    assert bars < heights[2] <= bars + text
    assert (heights[1], heights[3]) == (bars + text, heights[2] + text)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (form_a(2, b"12"), "12 or 13 digits"),
        (form_a(4, b"abc"), "Code39"),
        (form_b(73, b"abc"), "code set"),
        (form_b(75, b"1"), "13 digits"),
        (b"\x1dw\x06" + form_b(73, b"{B" + b"x" * 40), "wider"),
        (stored(52, b"A0"), "composite"),
        (planar(50, 65, b"2") + stored(50, b"15213"), "modes 2 and 3"),
        (planar(49, 81, b"0"), "nothing is stored"),
        (planar(49, 67, b"\x10") + stored(49, b"x" * 500), "too wide"),
    ],
)
def test_what_cannot_be_drawn_is_recorded(command: bytes, reason: str) -> None:
    rig = Rig()
    rig.feed(command + b"after\n")
    (event,) = rig.of(NotDrawn)
    assert reason in event.reason
    assert rig.lines == ["after"]


@pytest.mark.parametrize("kind", [49, 51, 53, 54])
def test_a_module_size_that_no_printer_has_changes_nothing(kind: int) -> None:
    def sized(size: bytes) -> LineBurnt:
        content = b"H0012345678901" if kind == 51 else b"12345678"
        settings = function(kind, 67, size) if size else b""
        rig = Rig()
        rig.feed(settings + function(kind, 80, b"0" + content) + function(kind, 81, b"0"))
        return rig.of(LineBurnt)[0]

    def function(kind: int, number: int, params: bytes) -> bytes:
        return b"\x1d(k" + struct.pack("<HBB", len(params) + 2, kind, number) + params

    assert sized(b"\xff").burnt_dots == sized(b"\x00").burnt_dots == sized(b"").burnt_dots


def test_a_damaged_head_leaves_what_a_scanner_can_still_read() -> None:
    """Few dead dots spoil no QR code of level H; a wide stripe does."""
    command = planar(49, 67, b"\x06") + planar(49, 69, b"3") + stored(49, b"1234567890")
    few, many = Rig(), Rig()
    few.undergo(effects.KillDots(tuple(range(60, 64))))
    many.undergo(effects.KillDots(tuple(range(30, 100))))
    for rig in (few, many):
        rig.feed(command)
    assert (only(few).symbols, only(few).legible) == (("1234567890",), True)
    assert (only(many).symbols, only(many).legible) == ((), False)


def test_half_a_symbol_on_each_of_two_slips_is_read_from_neither() -> None:
    rig = Rig()
    rig.arm("printer.paper_out@row(40)")
    rig.feed(stored(49, b"https://example.com/receipt/12345"))
    rig.mend()
    rig.feed(b"\x1dV\x00")
    assert [(slip.symbols, slip.complete) for slip in rig.slips] == [((), False), ((), False)]
    assert not only(rig).legible


def test_the_size_is_told_before_it_is_printed() -> None:
    """NUL stands right behind the last item (Epson APG, GS ( k, function 182)."""
    rig = Rig()
    rig.feed(planar(49, 80, b"0hello"))
    assert rig.feed(planar(49, 82, b"0")) == b"\x37\x3663\x1f63\x1f1\x1f0\x00"
    assert rig.of(Replied)[0].request == "GS ( k 82"


def test_a_symbol_is_no_larger_than_its_data_need() -> None:
    """A QR code of version 1 and level L holds 41 digits or 25 characters (ISO/IEC 18004)."""
    digits, letters, octets = b"0123456789" * 4, b"HTTPS://EXAMPLE.COM/A-1", b"\xd6\xd0" * 15
    assert _sides(digits) == _sides(letters) == 21 * 3
    assert _sides(octets) == 25 * 3


def _sides(data: bytes) -> int:
    rig = Rig()
    rig.feed(stored(49, data))
    line = only(rig)
    return line.row_to - line.row_from


@pytest.mark.parametrize(
    ("kind", "settings", "modules"),
    [
        (48, planar(48, 65, b"\x04") + planar(48, 66, b"\x14"), 20 * 3),  # rows
        (53, planar(53, 66, b"\x01\x02"), 19),  # compact, layers
        (53, planar(53, 66, b"\x00\x05"), 37),  # full range, layers
        (54, planar(54, 66, b"\x00\x20\x00"), 32),  # square, rows
        (54, planar(54, 66, b"\x01\x0c\x24"), 12),  # oblong, rows and columns
    ],
)
def test_the_size_of_a_symbol_may_be_chosen(kind: int, settings: bytes, modules: int) -> None:
    """Functions 66 of GS ( k (Epson APG); sizes from ISO/IEC 15438, 24778 and 16022."""
    rig = Rig()
    rig.feed(settings + stored(kind, b"7 50"))
    line = only(rig)
    assert line.row_to - line.row_from == modules * 3
    assert line.symbols == ("7 50",)


@pytest.mark.parametrize(
    ("system", "digits"), [(0, b"01234567890"), (2, b"4006381333931"), (3, b"12345670")]
)
def test_a_barcode_of_fixed_length_needs_no_end_mark(system: int, digits: bytes) -> None:
    """TM-T88III specification, GS k: with 12, 13 or 8 digits; what follows is data again."""
    full = digits if system else digits + b"5"
    rig = Rig()
    rig.feed(bytes((0x1D, 0x6B, system)) + full + b"TOTAL 5.00\n" + form_a(system, digits) + b"B\n")
    assert [line.symbols[0] for line in rig.of(LineBurnt) if line.symbols] == [full.decode()] * 2
    assert [line.line_text for line in rig.of(LineBurnt) if not line.symbols] == ["TOTAL 5.00", "B"]


def test_a_barcode_that_is_too_wide_is_fed() -> None:
    """TM-T88III specification, GS k: the printer only feeds the paper."""
    rig = Rig()
    rig.feed(b"\x1dh\x64\x1dw\x06" + form_b(73, b"{B" + b"x" * 40))
    assert rig.printer.snapshot().slip_rows == 100


@pytest.mark.parametrize(
    ("system", "data"), [(0, b"012345678900"), (2, b"4006381333930"), (3, b"12345678")]
)
def test_a_check_digit_that_is_given_is_not_looked_at(system: int, data: bytes) -> None:
    """Epson, ePOS-Device XML manual of the TM-T70-i, barcode. No scanner will read it, though."""
    rig = Rig()
    rig.feed(b"\x1dH\x02" + form_a(system, data))
    line = only(rig)
    assert (line.line_text, line.symbols, line.legible) == (data.decode(), (), False)
    assert not rig.of(NotDrawn)


@pytest.mark.parametrize(
    ("data", "symbol", "text"),
    [
        (b"(01)0401234567890*", "0104012345678901", "(01)04012345678901"),
        (b"010401234567890*", "0104012345678901", "0104012345678901"),
        (b"(414)401234567890*(10)X", "414401234567890110X", "(414)4012345678901(10)X"),
        (b"{1(10) A{1(21)7", "10A\x1d217", "(10) A(21)7"),
        (b"(10){(A{){*{{", "10(A)*{", "(10)(A)*{"),
    ],
)
def test_gs1_128(data: bytes, symbol: str, text: str) -> None:
    """Epson, ePOS-Print API manual of the TM-T88V-i, GS1-128."""
    bars = SYSTEMS[74](data)
    light = np.pad(np.where(np.repeat(bars.modules, 2), 0, 255).astype(np.uint8)[None], 30, "edge")
    light[:, :30] = light[:, -30:] = 255
    (found,) = zxingcpp.read_barcodes(light)
    assert (found.bytes.decode(), bars.text) == (symbol, text)
    assert found.symbology_identifier == "]C1"


@pytest.mark.parametrize("data", [b"(01)*", b"*", b"{B(01)1", b"{1"])
def test_what_is_no_gs1_128(data: bytes) -> None:
    with pytest.raises(NotEncodableError):
        SYSTEMS[74](data)


def test_the_text_of_code_93_shows_what_cannot_be_printed() -> None:
    """TM-T88III specification, GS k: squares for start and stop, one and a letter for controls."""
    assert SYSTEMS[72](b"A1\x01\x7f").text == "□A1■A■_□"


def test_digits_that_are_too_many_or_too_few_come_out_as_text() -> None:
    """TM-T88III specification, GS k: with such an n what follows is normal data."""
    rig = Rig()
    rig.feed(form_b(67, b"40063813339") + b"\n" + form_b(68, b"123456789") + b"\n")
    assert rig.lines == ["40063813339", "123456789"]
    assert ["characters" in event.reason for event in rig.of(NotDrawn)] == [True, True]
