"""What a damaged head leaves to be read: characters by their dots, symbols by a scanner."""

import struct

import pytest

from emulators.printer.events import LineBurnt
from tests.emulators.printer.rig import Rig

TOTAL = b"TOTAL                             1234.56\n"
CELL = 12


def planar(kind: int, content: bytes, *settings: tuple[int, bytes]) -> bytes:
    functions = (*settings, (80, b"0" + content), (81, b"0"))
    return b"".join(
        b"\x1d(k" + struct.pack("<HBB", len(params) + 2, kind, number) + params
        for number, params in functions
    )


def linear(system: int, content: bytes) -> bytes:
    return b"\x1dw\x02\x1dh\x50\x1dk" + bytes((system, len(content))) + content


SYMBOLS = {
    "UPC-A": (linear(65, b"03600029145"), "036000291452"),
    "UPC-E": (linear(66, b"0123456"), "012345000065"),
    "EAN-13": (linear(67, b"400638133393"), "4006381333931"),
    "EAN-8": (linear(68, b"9638507"), "96385074"),
    "Code 39": (linear(69, b"ABC-123"), "ABC-123"),
    "ITF": (linear(70, b"123456"), "123456"),
    "Codabar": (linear(71, b"A12345B"), "A12345B"),
    "Code 93": (linear(72, b"ABC123"), "ABC123"),
    "Code 128": (linear(73, b"{BNo.12"), "No.12"),
    "DataBar": (linear(75, b"0123456789012"), "(01)01234567890128"),
    "DataBar Limited": (linear(77, b"0123456789012"), "(01)01234567890128"),
    "DataBar Expanded": (linear(78, b"(01)00012345678905"), "(01)00012345678905"),
    "PDF417": (planar(48, b"pay 12.50"), "pay 12.50"),
    "QR": (planar(49, b"pay 12.50"), "pay 12.50"),
    "Micro QR": (planar(49, b"12.50", (65, b"3\0"), (67, b"\x04")), "12.50"),
    "MaxiCode": (planar(50, b"pay 12.50"), "pay 12.50"),
    "DataBar Stacked": (planar(51, b"H0123456789012"), "(01)01234567890128"),
    "Aztec": (planar(53, b"pay 12.50"), "pay 12.50"),
    "Data Matrix": (planar(54, b"pay 12.50"), "pay 12.50"),
}


def printed(data: bytes, fault: str = "") -> LineBurnt:
    rig = Rig()
    if fault:
        rig.arm(fault)
    rig.feed(data)
    return rig.of(LineBurnt)[0]


def at(column: int, width: int) -> str:
    return f"printer.head_dead_dots:columns={column * CELL}-{column * CELL + width - 1}@now"


@pytest.mark.parametrize(
    ("fault", "legible"),
    [
        ("", True),
        (at(37, 1), True),
        (at(37, CELL), False),  # one digit of the amount, 2 % of the line's dots
        (at(36, CELL // 2), True),
        (at(38, CELL), False),
        (at(20, CELL), True),  # nothing stands there
        ("printer.head_worn:contrast=0.98@now", True),
        ("printer.head_worn:contrast=0.9@now", False),
        ("printer.head_failure:reported=no@now", False),
        ("printer.paper_reversed@now", False),
    ],
)
def test_a_line_of_text_is_read_when_each_character_can_be(fault: str, legible: bool) -> None:
    assert printed(TOTAL, fault).legible is legible


@pytest.mark.parametrize("name", SYMBOLS)
def test_each_symbol_is_read_back_and_none_from_a_head_that_hardly_burns(name: str) -> None:
    data, content = SYMBOLS[name]
    whole = printed(data)
    assert (whole.symbols, whole.legible) == ((content,), True)
    faint = printed(data, "printer.head_worn:contrast=0.2@now")
    assert (faint.symbols, faint.legible) == ((), False)


@pytest.mark.parametrize("name", SYMBOLS)
def test_a_streak_across_its_middle_is_judged_by_what_a_scanner_still_reads(name: str) -> None:
    data, content = SYMBOLS[name]
    for width in (1, 40):
        line = printed(data, f"printer.head_dead_dots:columns=40-{39 + width}@now")
        assert line.legible is (line.symbols == (content,))
