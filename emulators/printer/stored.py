"""Handlers of images that are stored first and printed later: graphics, NV and downloaded images.

Source: Epson APG, GS ( L and GS 8 L functions 50, 67, 69, 83, 85, 112 and 113; FS q, FS p; GS *,
GS /.
"""

from emulators.printer.bitmaps import from_bmp
from emulators.printer.dots import pack, unpack
from emulators.printer.framer import Token
from emulators.printer.framing import word
from emulators.printer.image import ImageWriter, Shape, columns, rows_of, scale
from emulators.printer.interpreter import handles
from emulators.printer.jobs import Ask
from emulators.printer.memory import Bitmap
from emulators.printer.page import Page

_DOWNLOAD = b"GS *"
_KEYS_TOLD = 40  # a block has no more; further ones, which need the POS's consent, are not sent


def _print(page: Page, token: Token, image: Bitmap | None, across: int, down: int) -> None:
    """Print an image that is defined; upside-down where lines are (Epson APG, ESC {, FS p)."""
    if image is None or not image.size_bytes:
        return
    mirrored = page.settings.upside_down and page.sheet is None
    if mirrored:
        image = _upside_down(image, max(0, page.place().width - page.x) // across)
    shape = Shape(token.row.name, token.start, image.width, across, down, mirrored)
    print_bitmap(page, shape, token.end, image)


def _upside_down(image: Bitmap, room: int) -> Bitmap:
    """What fits of it, from the end to the beginning."""
    dots = unpack(image.rows, image.width)[::-1, :room][:, ::-1]
    return Bitmap(pack(dots), dots.shape[1])


def print_bitmap(page: Page, shape: Shape, end: int, image: Bitmap) -> None:
    """Print an image; ``end`` is the offset of the byte after what asked for it."""
    writer = ImageWriter(page, shape)
    writer.write(image.rows)
    writer.finish(end)


@handles("GS ( L", "GS 8 L")
def graphics(page: Page, token: Token) -> None:
    """Store or print graphics, by the function's number."""
    body = token.params[4 if token.row.name == "GS 8 L" else 2 :]
    if len(body) < 2 or body[0] != 48:
        return
    function, rest = body[1], body[2:]
    if function in (2, 50):
        _print_stored(page, token)
    elif function in (112, 113) and len(rest) >= 8:
        _store(page, function, rest)
    elif function in (67, 83) and len(rest) >= 9:
        _define(page, function, rest)
    elif function in (69, 85) and len(rest) >= 4:
        shelf = page.memory.nv if function == 69 else page.memory.downloaded
        _print(page, token, shelf.images.get(rest[:2]), _one_or_two(rest[2]), _one_or_two(rest[3]))
    elif function in (65, 66, 81, 82):
        _delete(page, function, rest)
    else:
        _tell(page, function)


def _tell(page: Page, function: int) -> None:
    """Functions that answer: capacity, what is left of it, the keys that are defined (APG)."""
    nv, downloaded = page.memory.nv, page.memory.downloaded
    if function in (0, 48):
        answer = b"\x30" + str(nv.limit).encode()
    elif function in (3, 51):
        answer = b"\x31" + str(nv.left).encode()
    elif function in (4, 52):
        answer = b"\x32" + str(downloaded.left).encode()
    elif function in (64, 80):
        keys = (nv if function == 64 else downloaded).images
        told = sorted(key for key in keys if key != _DOWNLOAD)[:_KEYS_TOLD]
        answer = (b"\x72\x40" if function == 64 else b"\x73\x40") + b"".join(told)
    else:
        return
    page.jobs.append(Ask("GS ( L", b"\x37" + answer + b"\0", page.conn))


def _print_stored(page: Page, token: Token) -> None:
    if page.memory.stored is not None:
        image, across, down = page.memory.stored
        page.memory.stored = None
        shape = Shape(token.row.name, token.start, image.width, across, down)
        print_bitmap(page, shape, token.end, image)


def _store(page: Page, function: int, rest: bytes) -> None:
    """Functions 112 and 113: a bx by c xL xH yL yH, then rows, or columns."""
    width, height = word(rest, 4), word(rest, 6)
    image = _image(rest[8:], width, height, upright=function == 113)
    if image is not None:
        page.memory.stored = (image, _one_or_two(rest[1]), _one_or_two(rest[2]))


def _define(page: Page, function: int, rest: bytes) -> None:
    """Functions 67 and 83: a kc1 kc2 b xL xH yL yH c, then rows."""
    image = _image(rest[9:], word(rest, 4), word(rest, 6), upright=False)
    shelf = page.memory.nv if function == 67 else page.memory.downloaded
    if image is not None:
        shelf.put(rest[1:3], image)


def _delete(page: Page, function: int, rest: bytes) -> None:
    """Functions 65 and 81 delete everything, 66 and 82 one key."""
    shelf = page.memory.nv if function < 80 else page.memory.downloaded
    if function in (66, 82):
        shelf.images.pop(rest[:2], None)
    elif rest == b"CLR":
        shelf.images.clear()


def _image(data: bytes, width: int, height: int, *, upright: bool) -> Bitmap | None:
    """The image, or None when there are fewer bytes than its size says."""
    stride, tall = -(-width // 8), -(-height // 8)
    need = width * tall if upright else stride * height
    if not width or not height or len(data) < need:
        return None
    rows = columns(data[:need], tall)[:height] if upright else rows_of(data[:need], stride)
    return Bitmap(rows, width)


def _one_or_two(value: int) -> int:
    return 2 if value in (2, 50) else 1


@handles("GS D")
def define_bmp(page: Page, token: Token) -> None:
    """Functions 67 and 83: m fn a kc1 kc2 b c, then a Windows BMP file."""
    function, key, image = token.params[1], token.params[3:5], from_bmp(token.params[7:])
    if image is not None and function in (67, 83):
        (page.memory.nv if function == 67 else page.memory.downloaded).put(key, image)
    elif image is None:
        page.not_drawn("GS D", "that is no BMP picture", token.start)


@handles("GS *")
def download(page: Page, token: Token) -> None:
    """Define the downloaded image: x times 8 columns of y bytes."""
    x, y = token.params[:2]
    if x and y:
        page.memory.downloaded.put(_DOWNLOAD, Bitmap.of(columns(token.params[2:], y)))


@handles("GS /")
def print_downloaded(page: Page, token: Token) -> None:
    """Print the downloaded image."""
    image = page.memory.downloaded.images.get(_DOWNLOAD)
    _print(page, token, image, *scale(token.params[0]))


@handles("FS q")
def define_nv(page: Page, token: Token) -> None:
    """Define all NV images anew: each xL xH yL yH, then x times 8 columns of y bytes.

    At the beginning of a line only. Afterwards the printer resets itself (TM-T81 specification).
    """
    if not page.empty or page.sheet is not None:
        return
    data = token.params
    shelf = page.memory.nv_numbers
    shelf.images.clear()
    at = 1
    for number in range(1, data[0] + 1):
        x, y = word(data, at), word(data, at + 2)
        size = x * y * 8
        if x and y:
            shelf.put(bytes((number,)), Bitmap.of(columns(data[at + 4 : at + 4 + size], y)))
        at += 4 + size
    page.jobs.append(Ask(token.row.name, b"", page.conn))


@handles("FS p")
def print_nv(page: Page, token: Token) -> None:
    """Print an NV image by its number."""
    image = page.memory.nv_numbers.images.get(token.params[:1])
    _print(page, token, image, *scale(token.params[1]))
