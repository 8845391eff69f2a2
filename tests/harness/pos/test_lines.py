"""Lines out of a stream, and answers out of lines, whatever a POS says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.pos.lines import Lines
from harness.pos.protocol import Answer, decode_line


def told(*parts: bytes, limit_bytes: int = 100) -> list[bytes]:
    found: list[bytes] = []
    lines = Lines(found.append, limit_bytes)
    for part in parts:
        lines.feed(part)
    lines.close()
    return found


@given(st.lists(st.binary(max_size=20)))
def test_however_it_is_cut_the_lines_are_the_same(parts: list[bytes]) -> None:
    *lines, rest = b"".join(parts).split(b"\n")
    expected = [line + b"\n" for line in lines] + [rest] * bool(rest)
    assert told(*parts, limit_bytes=10_000) == expected


def test_of_a_line_that_is_too_long_the_beginning_is_told_once() -> None:
    found = told(*[b"x" * 60] * 50, b"y\nnext\n")
    assert found == [b"x" * 100, b"next\n"]


def test_the_last_words_need_no_line_feed() -> None:
    assert told(b"one\ntw", b"o") == [b"one\n", b"two"]


@pytest.mark.parametrize(
    "line",
    [
        b'{"jsonrpc":"2.0","id":1,"result":{"x":NaN}}',
        b'{"jsonrpc":"2.0","id":1,"result":{"reason":"\\ud800"}}',
        b'{"jsonrpc":"2.0","id":1,"result":' + b"[" * 100_000,
        b'{"jsonrpc":"2.0","id":' + b"9" * 5000 + b',"result":{}}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_json_text_is_no_answer(line: bytes) -> None:
    assert isinstance(decode_line(line), str)


def test_an_escaped_pair_is_text() -> None:
    answer = decode_line(b'{"jsonrpc":"2.0","id":1,"result":{"reason":"\\ud83d\\ude00"}}')
    assert isinstance(answer, Answer)
    assert answer.reply.text("reason") == "\U0001f600"
