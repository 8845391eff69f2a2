"""A POS that subscribes to automatic status (GS a): its blocks are its own, and serve us too."""

import pytest

from emulators.printer.events import Replied, StateChanged
from tests.harness.lab.rig import Rig
from tests.harness.lab.test_tap import STATUS_QUERY, struck

SUBSCRIBE, WELL, COVER = b"\x1da\xff", b"\x10\x00\x00\x00", b"\x38\x00\x00\x00"


def subscribed() -> Rig:
    """A rig whose POS has subscribed."""
    rig = Rig()
    assert rig.feed(SUBSCRIBE) == WELL
    return rig


def told(rig: Rig) -> list[tuple[str, str, bool]]:
    return [(e.payload.request, e.payload.data_hex, e.payload.trouble) for e in rig.of(Replied)]


def test_news_reach_the_pos_and_the_bench_with_the_block_itself() -> None:
    rig = subscribed()
    rig.cable.printer.apply(struck("printer.cover_open"))
    rig.clock.advance()
    assert rig.lines[1].heard == WELL + COVER
    assert told(rig) == [("GS a", WELL.hex(), False), ("GS a", COVER.hex(), True)]
    assert [item.payload.why for item in rig.of(StateChanged)] == ["cover_open"]
    assert bytes(rig.cable.sent) == SUBSCRIBE  # nobody had to ask


def test_our_polls_go_on_beside_it_and_the_pos_hears_nothing_of_them() -> None:
    rig = subscribed()
    rig.tap.watch.poll()
    rig.cable.printer.apply(struck("printer.cover_open"))
    rig.clock.advance()
    rig.tap.watch.poll()
    rig.clock.advance()
    assert rig.lines[1].heard == WELL + COVER
    assert bytes(rig.cable.sent) == SUBSCRIBE + STATUS_QUERY * 2
    assert rig.tap.condition.cover_open


def test_a_block_that_comes_before_the_answer_to_a_question_answers_nothing() -> None:
    rig = subscribed()
    rig.cable.deaf = True
    rig.feed(b"\x10\x04\x02\x1dI\x01")
    for byte in COVER + b"\x16" + b"\x20":  # in pieces, too
        rig.tap.watch.heard(bytes([byte]))
    assert [request for request, _, _ in told(rig)][1:] == ["GS a", "DLE EOT 2", "GS I 1"]


def test_a_block_between_a_line_and_its_proof_disturbs_neither() -> None:
    rig = subscribed()
    rig.cable.deaf = True
    rig.feed(b"one\n")
    rig.tap.watch.heard(COVER + b"\x37\x22~000\x00" + WELL)
    assert rig.printed == [("one", "known")]
    assert rig.lines[1].heard == WELL + COVER + WELL
    assert rig.tap.condition.online


@pytest.mark.parametrize("end", [b"\x1da\x00", b"\x1b@"])
def test_after_the_end_of_it_the_bench_finds_out_by_its_own_questions(end: bytes) -> None:
    rig = subscribed()
    rig.feed(end)
    rig.cable.printer.apply(struck("printer.cover_open"))
    rig.clock.advance()
    assert rig.lines[1].heard == WELL
    rig.tap.watch.poll()
    rig.clock.advance()
    assert rig.tap.condition.cover_open


def test_what_a_till_that_has_gone_has_subscribed_to_goes_to_the_next_one() -> None:
    rig = subscribed()
    rig.tap.disconnect(1)
    rig.connect(2)
    rig.cable.printer.apply(struck("printer.cover_open"))
    rig.clock.advance()
    assert rig.lines[2].heard == COVER
    assert rig.lines[1].heard == WELL


def test_status_that_is_asked_for_in_the_same_words_is_an_answer() -> None:
    rig = Rig()
    rig.feed(b"\x10\x14\x07\x01")
    rig.tap.watch.heard(WELL)  # and one that nobody has asked for
    assert [request for request, _, _ in told(rig)] == ["DLE DC4 7", "GS a"]
