"""The page of the docs that says which commands the printer knows, and what it makes of each."""

from collections.abc import Iterator

from emulators.printer.commands import TABLE, Row, Stage
from emulators.printer.framing import Choice, Fixed, Framing, Items, Long, Sized, Until

TEXT = """\
Every command of a TM-T88V class printer, and those of its relatives that turn up in real streams.
All are framed: whatever a command says or does not say, what follows it is read from its first
byte on. Bytes that are no command are an event, `printer.unknown`.

*draws*: dots or blank rows on the paper, or on a page. *sets*: how what follows will look, or what
is kept. *mechanism*: cutter, drawer, buzzer. *answers*: bytes to the POS, in their turn. *real
time*: on arrival, offline and inside of other data too. *framed*: passed over in step, for the
reason that stands there. {known} commands, {framed} of them framed only."""
# Why a command does nothing here that could be seen.
WHY = {
    "it does nothing on any model": ("NUL",),
    "automatic line feed is off, as delivered": ("CR",),
    "no fonts for it": ("ESC 4", "ESC 5", "FS ( A"),
    "the head does not move from side to side": ("ESC <", "ESC U"),
    "one paper only: the roll": ("ESC c 0", "ESC c 1", "ESC f"),
    "for the parallel interface": ("ESC c 3",),
    "no buttons to press": ("ESC c 5",),
    "one colour": ("ESC r", "GS ( N"),
    "nothing is printed in batches": ("ESC ( Y",),
    "no station for cheques": ("FS a 0", "FS a 1", "FS a 2", "FS b", "FS c", "FS ( f"),
    "no sensor for labels or marks": ("FS ( L", "GS <", "GS A", "GS F", "GS FF"),
    "one downloaded image, as in the APG": ("GS #",),
    "counters that number slips are those of older models": (
        *("GS C 0", "GS C 1", "GS C 2", "GS C ;", "GS c"),
    ),
    "no dot is different for the heat, and speed is a setting of the bench": (
        *("GS E", "GS |", "GS ( K"),
    ),
    "clones only": ("GS x",),
    "it is ready at once": ("GS z 0", "GS ( z"),
    "no customer display": ("GS ( B",),
    "portable models only": ("GS ( P",),
    "models with another cutter": ("GS ( V",),
    "no other command set": ("GS ( y",),
}
HEAD = ("command", "bytes", "parameters", "what it is for", "the model")


def text() -> str:
    """What stands above the table."""
    known = [row for row in TABLE if row.known]
    framed = sum(row.stage is Stage.FRAMED for row in known)
    return TEXT.format(known=len(known), framed=framed)


def reason(row: Row) -> str:
    """Why a command is framed only. Raises LookupError where none is given."""
    for why, names in WHY.items():
        if row.name in names:
            return why
    raise LookupError(f"{row.name} is framed only and no reason is given")


def rows() -> Iterator[tuple[str, ...]]:
    """A line of the table each."""
    for row in TABLE:
        prefix = row.prefix.hex(" ").upper()
        stage = row.stage.value if row.known else "framed, unknown"
        if row.known and row.stage is Stage.FRAMED:
            stage = f"framed: {reason(row)}"
        yield f"`{row.name}`", f"`{prefix}`", _length(row), row.text, stage


def _length(row: Row) -> str:
    framing: Framing = row.framing
    match framing:
        case Fixed(count=0):
            return "none"
        case Fixed(count=count):
            return f"{count} bytes" if count > 1 else "1 byte"
        case Until(stop=stop, limit=limit, times=times):
            ends = f"{times} times {stop:02X}" if times > 1 else f"{stop:02X}"
            return f"up to {ends}, at most {limit}"
        case Sized(first=first) | Long(first=first):
            return f"{first} bytes, then as many as they say"
        case Items(first=first):
            return f"{first} bytes, then items that say their own size"
        case Choice():
            return "by the first byte"
    raise TypeError(f"{row.name}: no words for {framing}")
