"""The model of a terminal: whatever a program writes, in bounded memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.pos.scripts.screen import LONGEST_SEQUENCE, Screen

PIECES = st.sampled_from(
    [b"\x1b[", b"\x1b]0;", b"\x1b(", b"?", b";", b"9" * 12, b"m", b"H", b"J", b"\x0e", b"\x18"]
)


def screen(encoding: str = "utf-8", answers: list[bytes] | None = None) -> Screen:
    return Screen(20, 5, encoding, ([] if answers is None else answers).append)


@given(st.lists(st.one_of(PIECES, st.binary(max_size=30)), max_size=30))
def test_anything_can_be_written(pieces: list[bytes]) -> None:
    one = screen()
    for piece in pieces:
        one.feed(piece)
    assert len(one.text.split("\n")) == 5


def test_however_it_is_cut() -> None:
    whole, cut = screen(), screen()
    data = "\x1b[2J\x1b[2;3H金额 12.50\x1b[7m!\x1b[0m".encode()
    whole.feed(data)
    for byte in data:
        cut.feed(bytes([byte]))
    assert whole.text == cut.text
    assert whole.text.split("\n")[1] == "  金额 12.50!"


@pytest.mark.parametrize("odd", [b"\x1b[?1;2m", b"\x1b[>4;2m", b"\x1b[1;2;3;4;5;6r", b"\x1b[?5A"])
def test_a_sequence_that_the_model_does_not_know_costs_no_text(odd: bytes) -> None:
    one = screen()
    one.feed(odd + b"APPROVED")
    assert "APPROVED" in one.text


def test_a_sequence_that_never_ends_is_given_up() -> None:
    one = screen()
    one.feed(b"\x1b]0;" + b"x" * (3 * LONGEST_SEQUENCE))
    one.feed(b"\x1b[HTOTAL")
    assert one.text.startswith("TOTAL")


def test_marks_do_not_pile_up_on_one_character() -> None:
    one = screen()
    for _ in range(50):
        one.feed("\u0301".encode() * 1000)
    assert len(one.text) < 6000


def test_the_terminal_answers_where_the_cursor_is() -> None:
    answers: list[bytes] = []
    screen(answers=answers).feed(b"\x1b[2;3H\x1b[6n")
    assert answers == [b"\x1b[2;3R"]


def test_the_till_may_write_in_another_encoding() -> None:
    one = screen("gb18030")
    one.feed("合计".encode("gb18030"))
    assert one.text.startswith("合计")
