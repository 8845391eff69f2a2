"""A PDF with a page a slip, of the slip's own size, one bit a dot. Source: ISO 32000-1."""

import zlib
from collections.abc import Sequence
from typing import NamedTuple

from emulators.printer.dots import Packed

_POINTS_INCH = 72
_MOST_POINTS = 14_400  # a page's longest side (ISO 32000-1, annex C); longer ones are scaled


class Page(NamedTuple):
    """Dots that make a page."""

    rows: Packed
    width: int
    dpi: int


def encode(pages: Sequence[Page]) -> bytes:
    """The file's bytes; the same slips make the same bytes."""
    kids = " ".join(f"{3 * n + 3} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
    ]
    for number, page in enumerate(pages):
        objects += _page(page, 3 * number + 3)
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def _page(page: Page, number: int) -> list[bytes]:
    """The page (object ``number``), what it draws, and the picture."""
    height = max(1, len(page.rows))
    longest = max(height, page.width) / page.dpi * _POINTS_INCH
    points = _POINTS_INCH / page.dpi * min(1.0, _MOST_POINTS / longest)
    width_pt, height_pt = round(page.width * points, 2), round(height * points, 2)
    box = f"/MediaBox [0 0 {width_pt} {height_pt}]"
    means = f"/Contents {number + 1} 0 R /Resources << /XObject << /I {number + 2} 0 R >> >>"
    drawn = f"{width_pt} 0 0 {height_pt} 0 0 cm /I Do".encode()
    kind = (
        f"/Type /XObject /Subtype /Image /Width {page.width} /Height {height} /BitsPerComponent 1 "
        "/ColorSpace /DeviceGray /Decode [1 0] /Filter /FlateDecode"
    )
    stride = -(-page.width // 8)
    dots = page.rows.tobytes() or bytes(stride)
    return [
        f"<< /Type /Page /Parent 2 0 R {box} {means} >>".encode(),
        _stream("", drawn),
        _stream(kind, zlib.compress(dots)),
    ]


def _stream(about: str, data: bytes) -> bytes:
    head = f"<< {about} /Length {len(data)} >>\nstream\n".encode()
    return head + data + b"\nendstream"
