"""Every row of the command table: framed right whatever its parameters, and done when it says so.

What follows a command must come out as it is, so each is followed by a marker.
"""

from collections.abc import Iterator

import pytest

from emulators.printer.commands import TABLE, Row, Stage
from emulators.printer.framer import Framer
from emulators.printer.framing import WRONG, Choice
from emulators.printer.interpreter import handled
from harness.reference.commands import WHY
from tests.emulators.printer.rig import Rig
from tests.emulators.printer.test_framer import frame

MARKER = b"MARKER"
LEAVE = b"\x1b=\x01\x1b@"  # selected again, standard mode, no Kanji
HOSTILE = b"\x1b@\x10\x04\x01\x1d(\x00A\n" * 1000  # what a payload may look like
FILLS = (0x00, 0x01, 0x02, 0x20, 0x31, 0x41, 0xFF)
LONGEST_PAYLOAD = 66_000
HEX_DUMP = (b"\x1d(A\x02\x0011", b"\x1d(A\x02\x00\x01\x01")  # prints whatever follows as numbers
DONE_ELSEWHERE = {"ESC =", "GS :", "GS ^"}  # the interpreter's own
HEADS = {"GS D": [b"\x30\x43\x30K1\x30\x31BM" + n.to_bytes(4, "little") for n in (6, 7, 500)]}
rows = pytest.mark.parametrize("row", TABLE, ids=[row.name for row in TABLE])


def heads(row: Row) -> Iterator[bytes]:
    """Parameters of every length that the row's head can have, of each fill byte."""
    yield from HEADS.get(row.name, ())
    firsts = range(256) if isinstance(row.framing, Choice) else FILLS
    for first in firsts:
        for fill in FILLS:
            params = b""
            while (needs := row.framing.needs(params)) > len(params):
                params += bytes([fill]) if params else bytes([first])
            if needs != WRONG and len(params) == needs:
                yield params


def payload(row: Row, head: bytes) -> bytes:
    """As many bytes as the head promises."""
    framing = row.framing
    data = HOSTILE * (framing.payload(head) // len(HOSTILE) + 1)
    data = data[: framing.payload(head)]
    for _ in range(framing.items(head)):
        lead = bytes([1, 0, 1, 0][: framing.item_head()])
        data += lead + HOSTILE[: framing.item_size(head, lead)]
    return data


def examples(row: Row) -> list[bytes]:
    """The shortest and the longest commands of a row, and some between."""
    found = {
        row.prefix + head + payload(row, head)
        for head in heads(row)
        if row.framing.payload(head) <= LONGEST_PAYLOAD
    }
    return sorted((c for c in found if not _is_another(row, c)), key=len)


def _is_another(row: Row, command: bytes) -> bool:
    """Whether a row with a longer prefix takes it."""
    longer = [r.prefix for r in TABLE if len(r.prefix) > len(row.prefix)]
    return any(command.startswith(prefix) for prefix in longer)


@rows
def test_a_command_takes_its_own_bytes_and_no_more(row: Row) -> None:
    commands = examples(row)
    assert commands
    for command in commands:
        expected = [(row.name, 0, command), ("text", len(command), MARKER)]
        assert frame([command + MARKER]) == (expected, 0)


@rows
def test_a_command_in_pieces_is_the_same(row: Row) -> None:
    for command in (examples(row)[0], max(examples(row)[:40], key=len)):
        expected = [(row.name, 0, command), ("text", len(command), MARKER)]
        data = command + MARKER
        cuts = sorted({*range(min(len(data), 24)), len(command) - 1, len(command)})
        for cut in cuts:
            assert frame([data[:cut], data[cut:]]) == (expected, 0)
        assert frame([data[at : at + 1] for at in range(min(len(data), 2000))])[0][0][0] == row.name


@rows
def test_what_follows_a_command_is_printed(row: Row) -> None:
    for command in (examples(row)[0], *examples(row)[1:40:6]):
        if command in HEX_DUMP:
            continue
        rig = Rig()
        rig.pour(command)
        assert rig.pour(LEAVE + MARKER + b"\n") == b""
        assert rig.lines[-1:] == [MARKER.decode()], command[:40].hex(" ")


@rows
def test_a_length_that_never_comes_whole_holds_no_memory(row: Row) -> None:
    framer = Framer()
    framer.feed(row.prefix + b"\xff" * 4096)
    assert list(iter(framer.next, None))
    assert framer.pending < 600


@rows
def test_what_the_table_says_is_done(row: Row) -> None:
    does = row.name in handled() or row.name in DONE_ELSEWHERE
    assert does is (row.stage not in (Stage.FRAMED, Stage.REALTIME))


def test_nothing_is_done_that_the_table_lacks() -> None:
    assert handled() <= {row.name for row in TABLE}


def test_the_docs_say_why_a_command_is_framed_only() -> None:
    framed = [row for row in TABLE if row.known and row.stage is Stage.FRAMED]
    assert sorted(row.name for row in framed) == sorted(n for names in WHY.values() for n in names)
