"""The command table: every ESC/POS command of a TM-T88V class printer, one row each.

The framer is made from it, and so is the coverage page of the docs. A command that draws nothing
still has its row: it is framed, so that what follows it is never taken for something else. Source
of names and lengths: Epson, ESC/POS Application Programming Guide (APG), command by command.
"""

from dataclasses import dataclass
from enum import Enum

from emulators.printer.framing import (
    Choice,
    Fixed,
    Framing,
    Items,
    Long,
    Sized,
    Until,
    long_word,
    word,
)

DLE, ESC, FS, GS = b"\x10", b"\x1b", b"\x1c", b"\x1d"


class Stage(Enum):
    """Where a command takes effect."""

    REALTIME = "real time"  # on arrival; nothing when it comes out of the buffer
    DRAWS = "draws"  # puts dots or blank rows on the paper, or on a page
    SETS = "sets"  # changes how what follows will look, or what is kept
    MECHANISM = "mechanism"  # cutter, drawer, buzzer
    ANSWERS = "answers"  # sends something to the POS, or settles what will be sent
    FRAMED = "framed"  # passed over, in step


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One command. ``known`` is False for what no printer of this class has."""

    name: str
    prefix: bytes
    framing: Framing
    stage: Stage
    text: str
    known: bool = True


REALTIME, DRAWS, SETS = Stage.REALTIME, Stage.DRAWS, Stage.SETS
MECHANISM, ANSWERS, FRAMED = Stage.MECHANISM, Stage.ANSWERS, Stage.FRAMED

NONE, ONE, TWO, THREE = Fixed(0), Fixed(1), Fixed(2), Fixed(3)
COUNTED = Long(2, word)  # pL pH, then as many bytes
COUNTED_LONG = Long(4, long_word)  # p1 p2 p3 p4, then as many bytes
STRIKE_BYTES = {0: 1, 1: 1, 32: 3, 33: 3}  # ESC *: bytes a column by mode


# GS k, function A: with so many the barcode is whole, and NUL need not follow (TM-T88III
# specification, GS k: UPC-A, UPC-E, EAN-13, EAN-8).
_DIGITS = {0: 12, 1: 12, 2: 13, 3: 8}


def _dc4(function: int) -> Fixed | None:
    sizes = {1: 3, 2: 3, 3: 6, 7: 2, 8: 8}
    return Fixed(sizes[function]) if function in sizes else None


def _italic(setting: int) -> Fixed:
    """Some clones take 0 or 1, others nothing: what follows is text then."""
    return ONE if setting in (0, 1) else NONE


def _cut(mode: int) -> Fixed:
    return TWO if mode in (65, 66, 97, 98, 103, 104) else ONE


def _barcode(system: int) -> Until | Sized | None:
    if system <= 6:
        return Until(stop=0, limit=_DIGITS.get(system, 256) + 1, first=1)
    return Sized(2, lambda head: head[1]) if 65 <= system <= 79 else None


def _columns(head: bytes) -> int:
    return word(head, 1) * STRIKE_BYTES.get(head[0], 1)


def _raster(head: bytes) -> int:
    return word(head, 1) * word(head, 3)


def _stored(head: bytes) -> int:
    return word(head, 6) if head[0] == 1 else 0


def _bmp(head: bytes) -> int:
    """After m fn a kc1 kc2 b c: a BMP file, whose size stands behind its mark."""
    return long_word(head, 9) - 6 if head[7:9] == b"BM" else -1


def _glyph(head: bytes, item: bytes) -> int:
    return head[0] * item[0]


def _image(head: bytes, item: bytes) -> int:
    del head
    return word(item) * word(item, 2) * 8


CONTROL = (
    Row("NUL", b"\x00", NONE, FRAMED, "nothing: filler"),
    Row("HT", b"\t", NONE, SETS, "to the next tab position"),
    Row("LF", b"\n", NONE, DRAWS, "print and feed a line"),
    Row("FF", b"\x0c", NONE, DRAWS, "print and return to standard mode (page mode)"),
    Row("CR", b"\r", NONE, FRAMED, "nothing, unless automatic line feed is on"),
    Row("CAN", b"\x18", NONE, SETS, "clear the page (page mode)"),
)
REAL_TIME = (
    Row(
        "DLE EOT",
        DLE + b"\x04",
        Choice(lambda n: TWO if n in (7, 8, 18) else ONE),
        REALTIME,
        "transmit status in real time",
    ),
    Row("DLE ENQ", DLE + b"\x05", ONE, REALTIME, "recover from an error"),
    Row("DLE DC4", DLE + b"\x14", Choice(_dc4), REALTIME, "pulse, power-off, status, clear"),
)
ESC_ROWS = (
    Row("ESC FF", ESC + b"\x0c", NONE, DRAWS, "print the page, stay in page mode"),
    Row("ESC SP", ESC + b" ", ONE, SETS, "space to the right of a character"),
    Row("ESC !", ESC + b"!", ONE, SETS, "font, emphasis, size and underline at once"),
    Row("ESC $", ESC + b"$", TWO, SETS, "absolute position"),
    Row("ESC %", ESC + b"%", ONE, SETS, "user-defined characters on or off"),
    Row(
        "ESC &",
        ESC + b"&",
        Items(3, lambda head: head[2] - head[1] + 1, 1, _glyph),
        SETS,
        "define characters",
    ),
    Row("ESC *", ESC + b"*", Long(3, _columns), DRAWS, "bit image in columns"),
    Row("ESC -", ESC + b"-", ONE, SETS, "underline"),
    Row("ESC 2", ESC + b"2", NONE, SETS, "line spacing 1/6 inch"),
    Row("ESC 3", ESC + b"3", ONE, SETS, "line spacing"),
    Row("ESC 4", ESC + b"4", Choice(_italic), FRAMED, "italic (clones)"),
    Row("ESC 5", ESC + b"5", NONE, FRAMED, "italic off (clones)"),
    Row("ESC <", ESC + b"<", NONE, FRAMED, "return home"),
    Row("ESC =", ESC + b"=", ONE, SETS, "select the peripheral device"),
    Row("ESC ?", ESC + b"?", ONE, SETS, "cancel a user-defined character"),
    Row("ESC @", ESC + b"@", NONE, SETS, "initialise"),
    Row("ESC B", ESC + b"B", TWO, MECHANISM, "buzzer (clones)"),
    Row("ESC D", ESC + b"D", Until(stop=0, limit=33), SETS, "tab positions"),
    Row("ESC E", ESC + b"E", ONE, SETS, "emphasis"),
    Row("ESC G", ESC + b"G", ONE, SETS, "double strike"),
    Row("ESC J", ESC + b"J", ONE, DRAWS, "print and feed in motion units"),
    Row("ESC K", ESC + b"K", ONE, DRAWS, "print and feed backwards"),
    Row("ESC L", ESC + b"L", NONE, SETS, "page mode"),
    Row("ESC M", ESC + b"M", ONE, SETS, "character font"),
    Row("ESC R", ESC + b"R", ONE, SETS, "international character set"),
    Row("ESC S", ESC + b"S", NONE, SETS, "standard mode"),
    Row("ESC T", ESC + b"T", ONE, SETS, "direction (page mode)"),
    Row("ESC U", ESC + b"U", ONE, FRAMED, "unidirectional printing"),
    Row("ESC V", ESC + b"V", ONE, SETS, "turn by 90 degrees"),
    Row("ESC W", ESC + b"W", Fixed(8), SETS, "print area (page mode)"),
    Row("ESC \\", ESC + b"\\", TWO, SETS, "relative position"),
    Row("ESC a", ESC + b"a", ONE, SETS, "justification"),
    Row("ESC c 0", ESC + b"c0", ONE, FRAMED, "paper for printing"),
    Row("ESC c 1", ESC + b"c1", ONE, FRAMED, "paper for the line spacing"),
    Row("ESC c 3", ESC + b"c3", ONE, FRAMED, "sensors that report paper end"),
    Row("ESC c 4", ESC + b"c4", ONE, ANSWERS, "sensors that stop printing"),
    Row("ESC c 5", ESC + b"c5", ONE, FRAMED, "panel buttons on or off"),
    Row("ESC d", ESC + b"d", ONE, DRAWS, "print and feed lines"),
    Row("ESC e", ESC + b"e", ONE, DRAWS, "print and feed lines backwards"),
    Row("ESC f", ESC + b"f", TWO, FRAMED, "waiting time for a cut sheet"),
    Row("ESC i", ESC + b"i", NONE, MECHANISM, "cut, one point left (obsolete)"),
    Row("ESC m", ESC + b"m", NONE, MECHANISM, "cut, three points left (obsolete)"),
    Row("ESC p", ESC + b"p", THREE, MECHANISM, "drawer pulse"),
    Row("ESC r", ESC + b"r", ONE, FRAMED, "print colour"),
    Row("ESC t", ESC + b"t", ONE, SETS, "code page"),
    Row("ESC u", ESC + b"u", ONE, ANSWERS, "transmit peripheral status (obsolete)"),
    Row("ESC v", ESC + b"v", NONE, ANSWERS, "transmit paper status (obsolete)"),
    Row("ESC {", ESC + b"{", ONE, SETS, "upside-down"),
    Row("ESC ( A", ESC + b"(A", COUNTED, MECHANISM, "buzzer"),
    Row("ESC ( Y", ESC + b"(Y", COUNTED, FRAMED, "batch print"),
)
FS_ROWS = (
    Row("FS !", FS + b"!", ONE, SETS, "size and underline of Kanji at once"),
    Row("FS &", FS + b"&", NONE, SETS, "Kanji mode"),
    Row("FS -", FS + b"-", ONE, SETS, "underline of Kanji"),
    Row("FS .", FS + b".", NONE, SETS, "end Kanji mode"),
    Row("FS 2", FS + b"2", Fixed(74), SETS, "define a Kanji, 24x24"),
    Row("FS ?", FS + b"?", TWO, SETS, "cancel a defined Kanji"),
    Row("FS C", FS + b"C", ONE, SETS, "Kanji code system"),
    Row("FS S", FS + b"S", TWO, SETS, "space on both sides of Kanji"),
    Row("FS W", FS + b"W", ONE, SETS, "Kanji of four times the size"),
    Row("FS a 0", FS + b"a0", ONE, FRAMED, "read a cheque"),
    Row("FS a 1", FS + b"a1", NONE, FRAMED, "load a cheque"),
    Row("FS a 2", FS + b"a2", NONE, FRAMED, "eject a cheque"),
    Row("FS b", FS + b"b", NONE, FRAMED, "read the cheque again"),
    Row("FS c", FS + b"c", NONE, FRAMED, "check for a cheque"),
    Row("FS g 1", FS + b"g1", Long(7, lambda head: word(head, 5)), ANSWERS, "write user memory"),
    Row("FS g 2", FS + b"g2", Fixed(7), ANSWERS, "read user memory"),
    Row("FS p", FS + b"p", TWO, DRAWS, "print an NV bit image"),
    Row("FS q", FS + b"q", Items(1, lambda head: head[0], 4, _image), SETS, "define NV bit images"),
    Row("FS ( A", FS + b"(A", COUNTED, FRAMED, "Kanji fonts"),
    Row("FS ( C", FS + b"(C", COUNTED, SETS, "character encoding (UTF-8)"),
    Row("FS ( E", FS + b"(E", COUNTED, DRAWS, "logos at the head and the foot of each receipt"),
    Row("FS ( L", FS + b"(L", COUNTED, FRAMED, "labels and black marks"),
    Row("FS ( e", FS + b"(e", COUNTED, ANSWERS, "extended status"),
    Row("FS ( f", FS + b"(f", COUNTED, FRAMED, "cheque functions"),
)
GS_ROWS = (
    Row("GS !", GS + b"!", ONE, SETS, "character size 1 to 8"),
    Row("GS #", GS + b"#", ONE, FRAMED, "number of the downloaded image"),
    Row("GS $", GS + b"$", TWO, SETS, "absolute vertical position (page mode)"),
    Row("GS *", GS + b"*", Long(2, lambda head: head[0] * head[1] * 8), SETS, "download an image"),
    Row("GS /", GS + b"/", ONE, DRAWS, "print the downloaded image"),
    Row("GS :", GS + b":", NONE, SETS, "begin or end a macro"),
    Row("GS <", GS + b"<", NONE, FRAMED, "restart the mechanism"),
    Row("GS A", GS + b"A", TWO, FRAMED, "cut position of marked paper"),
    Row("GS B", GS + b"B", ONE, SETS, "white on black"),
    Row("GS C 0", GS + b"C0", TWO, FRAMED, "counter: form"),
    Row("GS C 1", GS + b"C1", Fixed(6), FRAMED, "counter: mode A"),
    Row("GS C 2", GS + b"C2", TWO, FRAMED, "counter: value"),
    Row("GS C ;", GS + b"C;", Until(stop=0x3B, limit=40, times=5), FRAMED, "counter: mode B"),
    Row("GS D", GS + b"D", Long(13, _bmp), SETS, "define a BMP as graphics"),
    Row("GS E", GS + b"E", ONE, FRAMED, "head energy"),
    Row("GS F", GS + b"F", ONE, FRAMED, "feed to the mark"),
    Row("GS FF", GS + b"\x0c", NONE, FRAMED, "feed to the next label or mark"),
    Row("GS H", GS + b"H", ONE, SETS, "where a barcode's text stands"),
    Row("GS I", GS + b"I", ONE, ANSWERS, "transmit the printer's ID"),
    Row("GS L", GS + b"L", TWO, SETS, "left margin"),
    Row("GS P", GS + b"P", TWO, SETS, "motion units"),
    Row("GS Q 0", GS + b"Q0", Long(5, _raster), DRAWS, "variable vertical bit image"),
    Row("GS T", GS + b"T", ONE, DRAWS, "to the beginning of the line"),
    Row("GS V", GS + b"V", Choice(_cut), MECHANISM, "cut"),
    Row("GS W", GS + b"W", TWO, SETS, "width of the print area"),
    Row("GS \\", GS + b"\\", TWO, SETS, "relative vertical position (page mode)"),
    Row("GS ^", GS + b"^", THREE, DRAWS, "run a macro"),
    Row("GS a", GS + b"a", ONE, ANSWERS, "automatic status back"),
    Row("GS b", GS + b"b", ONE, SETS, "smoothing"),
    Row("GS c", GS + b"c", NONE, FRAMED, "print the counter"),
    Row("GS f", GS + b"f", ONE, SETS, "font of a barcode's text"),
    Row("GS g 0", GS + b"g0", THREE, ANSWERS, "initialise a maintenance counter"),
    Row("GS g 2", GS + b"g2", THREE, ANSWERS, "transmit a maintenance counter"),
    Row("GS h", GS + b"h", ONE, SETS, "height of a barcode"),
    Row("GS j", GS + b"j", ONE, ANSWERS, "automatic status of inks"),
    Row("GS k", GS + b"k", Choice(_barcode), DRAWS, "barcode"),
    Row("GS r", GS + b"r", ONE, ANSWERS, "transmit status"),
    Row("GS v 0", GS + b"v0", Long(5, _raster), DRAWS, "raster bit image"),
    Row("GS w", GS + b"w", ONE, SETS, "width of a barcode's module"),
    Row("GS x", GS + b"x", ONE, FRAMED, "position of a barcode (clones)"),
    Row("GS |", GS + b"|", ONE, FRAMED, "print density (clones)"),
    Row("GS z 0", GS + b"z0", TWO, FRAMED, "waiting time for recovery"),
    Row("GS 8 L", GS + b"8L", COUNTED_LONG, DRAWS, "graphics, long form"),
    Row(
        "GS 8 ?",
        GS + b"8",
        Long(5, lambda head: long_word(head, 1)),
        FRAMED,
        "an unknown long function",
        known=False,
    ),
)
GS_FAMILY = (
    Row("GS ( A", GS + b"(A", COUNTED, DRAWS, "test print: state, characters, hexadecimal dump"),
    Row("GS ( B", GS + b"(B", COUNTED, FRAMED, "transfer to the customer display"),
    Row("GS ( C", GS + b"(C", COUNTED, ANSWERS, "edit NV user memory"),
    Row("GS ( D", GS + b"(D", COUNTED, SETS, "real-time commands on or off"),
    Row("GS ( E", GS + b"(E", COUNTED, ANSWERS, "customise values"),
    Row("GS ( H", GS + b"(H", COUNTED, ANSWERS, "process ID and offline responses"),
    Row("GS ( K", GS + b"(K", COUNTED, FRAMED, "print control: speed, density"),
    Row("GS ( L", GS + b"(L", COUNTED, DRAWS, "graphics"),
    Row("GS ( M", GS + b"(M", COUNTED, SETS, "save and load settings"),
    Row("GS ( N", GS + b"(N", COUNTED, FRAMED, "character style: colour, shade"),
    Row("GS ( P", GS + b"(P", COUNTED, FRAMED, "page mode: printable area"),
    Row("GS ( Q", GS + b"(Q", COUNTED, DRAWS, "page mode: lines and boxes"),
    Row("GS ( V", GS + b"(V", COUNTED, FRAMED, "cutter by length"),
    Row(
        *("GS ( k", GS + b"(k", COUNTED, DRAWS),
        "two-dimensional symbols; composite ones and MaxiCode modes 2 and 3 are an event: no "
        "library writes them; QR codes of model 1 come out as model 2",
    ),
    Row("GS ( y", GS + b"(y", COUNTED, FRAMED, "emulated command set"),
    Row("GS ( z", GS + b"(z", COUNTED, FRAMED, "online recovery wait"),
)


def _any_function(prefix: bytes, name: str) -> Row:
    """An unknown letter of a family whose length is still told: skipped whole."""
    return Row(name, prefix, Long(3, lambda head: word(head, 1)), FRAMED, "unknown", known=False)


FALLBACKS = tuple(
    _any_function(lead + b"(", f"{name} ( ?")
    for lead, name in ((ESC, "ESC"), (FS, "FS"), (GS, "GS"))
)
TABLE = (*CONTROL, *REAL_TIME, *ESC_ROWS, *FS_ROWS, *GS_ROWS, *GS_FAMILY, *FALLBACKS)
TEXT = Row("text", b"", NONE, DRAWS, "characters")
LINE = Row("text and LF", b"", NONE, DRAWS, "a whole line of characters")
UNKNOWN = Row("unknown", b"", NONE, FRAMED, "no command of this class", known=False)
BY_PREFIX = {row.prefix: row for row in TABLE}
