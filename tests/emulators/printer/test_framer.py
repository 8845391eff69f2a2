"""Bytes to commands: whatever the bytes, whatever the chunks."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulators.printer.commands import TABLE
from emulators.printer.framer import Framer, Token
from tests.emulators.printer.receipts import CORPUS, picture, receipt

Command = tuple[str, int, bytes]
SMALL_COMMAND = 600  # no head of a command is longer; a longer payload passes in pieces


def commands(tokens: list[Token]) -> list[Command]:
    """Pieces put together, and runs that chunks have split."""
    out: list[Command] = []
    for token in tokens:
        joins = token.row.name in ("text", "unknown") and out and out[-1][0] == token.row.name
        if token.piece or (joins and out[-1][1] + len(out[-1][2]) == token.start):
            name, start, data = out[-1]
            out[-1] = (name, start, data + token.data)
        else:
            out.append((token.row.name, token.start, token.data))
    return out


def frame(chunks: list[bytes]) -> tuple[list[Command], int]:
    framer = Framer()
    tokens: list[Token] = []
    for chunk in chunks:
        framer.feed(chunk)
        tokens.extend(iter(framer.next, None))
    return commands(tokens), framer.pending


def names(data: bytes) -> list[str]:
    found, pending = frame([data])
    assert not pending
    return [name for name, _, _ in found]


def split(data: bytes, cuts: list[int]) -> list[bytes]:
    at = sorted({cut % (len(data) + 1) for cut in cuts} | {0, len(data)})
    return [data[a:b] for a, b in itertools.pairwise(at)]


prefixes = st.sampled_from([row.prefix for row in TABLE])
streams = st.lists(
    st.one_of(
        st.binary(max_size=12),
        st.builds(lambda p, d: p + d, prefixes, st.binary(max_size=12)),
        st.text("ab 12", max_size=20).map(str.encode),
    ),
    max_size=12,
).map(b"".join)


@given(streams, st.lists(st.integers(0, 500), max_size=8))
def test_any_split_gives_the_same_commands(data: bytes, cuts: list[int]) -> None:
    assert frame(split(data, cuts)) == frame([data])


@given(streams)
def test_every_byte_is_in_exactly_one_command(data: bytes) -> None:
    found, pending = frame([data])
    assert b"".join(part for _, _, part in found) + data[len(data) - pending :] == data
    ends = list(itertools.accumulate(len(part) for _, _, part in found))
    assert [start for _, start, _ in found] == [0, *ends][: len(found)]


@given(st.binary(min_size=SMALL_COMMAND, max_size=4 * SMALL_COMMAND), prefixes)
def test_never_holds_more_than_a_short_head(data: bytes, prefix: bytes) -> None:
    _, pending = frame([prefix + data])
    assert pending < SMALL_COMMAND


def test_an_image_of_gigabytes_needs_no_memory() -> None:
    framer = Framer()
    framer.feed(b"\x1dv0\x00\xff\xff\xff\xff" + b"\xaa" * 1000)
    tokens = list(iter(framer.next, None))
    assert [(len(t.data), t.left) for t in tokens] == [
        (8, 65535 * 65535),
        (1000, 65535 * 65535 - 1000),
    ]
    assert framer.pending == 0


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"AB\n", ["text", "LF"]),
        (b"\x1b@\x1ba\x01x", ["ESC @", "ESC a", "text"]),
        (b"\x1dV\x00\x1dVA\x03\x1dV\x01", ["GS V", "GS V", "GS V"]),
        (b"\x1dk\x02123456789012\x00\x1dkC\x0c123456789012\n", ["GS k", "GS k", "LF"]),
        (b"\x1bD\x08\x10\x00\t", ["ESC D", "HT"]),
        (b"\x1b*\x21\x02\x00abcdef\n", ["ESC *", "LF"]),
        (b"\x1b*\x00\x02\x00ab\n", ["ESC *", "LF"]),
        (b"\x1b&\x03\x41\x42\x01abc\x02abcdef\n", ["ESC &", "LF"]),
        (b"\x1cq\x01\x01\x00\x01\x00abcdefgh\n", ["FS q", "LF"]),
        (b"\x1c2\x21\x21" + b"d" * 72 + b"\n", ["FS 2", "LF"]),
        (b"\x1d*\x01\x01abcdefgh\n", ["GS *", "LF"]),
        (b"\x1d(L\x02\x00\x30\x02\n", ["GS ( L", "LF"]),
        (b"\x1d8L\x02\x00\x00\x00\x30\x02\n", ["GS 8 L", "LF"]),
        (b"\x10\x04\x01\x10\x04\x07\x01\x10\x05\x02", ["DLE EOT", "DLE EOT", "DLE ENQ"]),
        (b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08\n", ["DLE DC4", "LF"]),
        (b"\x1dC;1;2;3;4;5;\n", ["GS C ;", "LF"]),
        (b"\x1d(Z\x02\x00ab\n", ["GS ( ?", "LF"]),
        (b"\x1bZx\n", ["unknown", "text", "LF"]),
        (b"\x1b\x1b@\n", ["unknown", "ESC @", "LF"]),
        (b"\x1dk\x20A\n", ["unknown", "text", "LF"]),
        (b"\x01\x02\x03A", ["unknown", "text"]),
    ],
)
def test_lengths(data: bytes, expected: list[str]) -> None:
    assert names(data) == expected


def test_no_two_rows_share_a_prefix() -> None:
    prefixes = [row.prefix for row in TABLE]
    assert len(prefixes) == len(set(prefixes))


@pytest.mark.parametrize("data", [receipt(), picture(100)], ids=["receipt", "picture"])
def test_python_escpos_says_nothing_unknown(data: bytes) -> None:
    found = names(data)
    assert "unknown" not in found
    assert "GS V" in found


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of streams is not here")
def test_the_corpus_says_nothing_unknown() -> None:
    streams = sorted(CORPUS.rglob("*.bin"))
    assert streams
    for path in streams:
        framer = Framer()
        framer.feed(path.read_bytes())
        strange = [t.data for t in iter(framer.next, None) if not t.row.known]
        assert (path.name, strange, framer.pending) == (path.name, [], 0)


@pytest.mark.parametrize(("italic", "text"), [(b"\x1b4", "styled"), (b"\x1b4\x01", "styled")])
def test_italic_of_clones_with_and_without_a_parameter(italic: bytes, text: str) -> None:
    assert names(italic + text.encode() + b"\x1b5\n") == ["ESC 4", "text", "ESC 5", "LF"]
