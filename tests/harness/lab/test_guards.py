"""What the tap must never do: put bytes in the wrong place, or take one's answer for another's."""

import re

import pytest

from emulators.effects import Injected
from emulators.printer.events import BufferCleared, LineBurnt, Replied
from emulators.printer.realtime import CLEAR
from harness.lab.watch import NONE, STATUS
from tests.harness.lab.rig import Rig
from tests.harness.lab.test_tap import STATUS_QUERY, struck, without_ours

ASK = b"\x10\x04\x01"
PULSE = b"\x1bp\x00\x19\x19"
LINES = b"a line of text\n" * 12
PROBE = re.compile(rb"\x1d\(H\x06\x0000~")


def image(payload: bytes) -> bytes:
    """A raster image one byte wide."""
    return b"\x1dv0\x00\x01\x00" + len(payload).to_bytes(2, "little") + payload


def waiting() -> Rig:
    """A rig with a fault that waits for its moment: everything goes step by step."""
    rig = Rig()
    rig.arm("printer.link.down@line(99)")
    return rig


def stuck() -> Rig:
    """The same, and the proof of what is sent does not come."""
    rig = waiting()
    rig.cable.deaf = True
    return rig


def sent(rig: Rig) -> bytes:
    return without_ours(bytes(rig.cable.sent))


def told(rig: Rig) -> list[tuple[int, str, str]]:
    """What the POS was answered, and to what."""
    return [(e.payload.conn, e.payload.request, e.payload.data_hex) for e in rig.of(Replied)]


def same_on_both(rig: Rig) -> bool:
    """Whether the tap knows the lines that really came out."""
    real = [item.payload.line_text for item in rig.really(LineBurnt)]
    return [text for text, _ in rig.printed] == real


# ---- the place of our own bytes


@pytest.mark.parametrize(
    "begun",
    [image(b"\xff" * 20)[:15], b"\x1bLtext", b"\x1d(k\x05\x00"],
    ids=["image", "page mode", "symbol"],
)
def test_nothing_of_ours_is_put_into_a_command(begun: bytes) -> None:
    rig = Rig()
    rig.feed(begun)
    rig.tap.watch.poll()
    assert bytes(rig.cable.sent) == begun


def test_no_proof_is_asked_for_while_text_waits_for_the_end_of_its_line() -> None:
    rig = Rig()
    rig.feed(b"text" + PULSE)
    assert bytes(rig.cable.sent) == b"text" + PULSE


def test_lines_are_proved_before_text_that_waits_is_sent() -> None:
    rig = Rig()
    rig.feed(b"one\ntwo\nthree\nand")
    assert [certainty for _, certainty in rig.printed] == ["known"] * 3


def test_a_printer_that_proves_nothing_is_not_asked() -> None:
    rig = Rig()
    rig.tap.watch.proof = NONE
    rig.feed(LINES)
    assert bytes(rig.cable.sent) == LINES


def test_few_proofs_are_asked_for_while_lines_come_fast() -> None:
    rig = Rig()
    rig.feed(b"".join(b"%d\n\x1bd\x01" % n for n in range(40)))
    assert len(PROBE.findall(bytes(rig.cable.sent))) <= 80 // 8 + 2
    assert len(rig.printed) == 40


def test_a_poll_waits_for_the_answers_to_the_last_one_and_to_the_pos() -> None:
    rig = Rig()
    rig.cable.deaf = True
    rig.tap.watch.poll()
    rig.tap.watch.poll()
    assert bytes(rig.cable.sent) == STATUS_QUERY
    asked = Rig()
    asked.cable.deaf = True
    asked.feed(ASK)
    asked.tap.watch.poll()
    assert bytes(asked.cable.sent) == ASK


def test_a_question_that_is_never_answered_stops_polls_for_a_while_only() -> None:
    rig = Rig()
    rig.cable.deaf = True
    rig.feed(ASK)
    rig.clock.advance(1.1)
    rig.tap.watch.poll()
    assert bytes(rig.cable.sent) == ASK + STATUS_QUERY


# ---- step by step


def test_while_a_fault_waits_lines_of_one_look_do_not_go_together() -> None:
    rig = waiting()
    seen: list[bytes] = []
    rig.history.subscribe(lambda _: seen.append(sent(rig)), lambda kind, _: kind == LineBurnt.kind)
    rig.feed(LINES)
    assert seen == [LINES[: 15 * n] for n in range(1, 13)]


def test_without_a_fault_nothing_waits_for_its_proof() -> None:
    rig = Rig()
    rig.cable.deaf = True
    rig.feed(LINES)
    assert sent(rig) == LINES


def test_step_by_step_on_a_printer_that_proves_nothing_takes_its_time() -> None:
    rig = waiting()
    rig.tap.watch.proof = NONE
    rig.feed(b"one\ntwo\n")
    assert sent(rig) == b"one\n"
    rig.clock.advance(0.1)
    assert sent(rig) == b"one\ntwo\n"


def test_what_is_processed_and_not_well_afterwards_is_not_proved() -> None:
    rig = waiting()
    rig.tap.watch.proof = STATUS
    rig.tap.watch.poll()
    rig.clock.advance()
    hear, rig.cable.on_data = rig.cable.on_data, lambda data: hear(data.replace(b"\x12", b""))
    rig.feed(b"one\ntwo\n")
    assert rig.printed == []
    assert b"two" not in rig.cable.sent


# ---- overtaking


def test_what_is_not_held_up_overtakes_nothing() -> None:
    rig = Rig()
    data = PULSE * 40 + ASK + PULSE
    rig.feed(data)
    assert sent(rig) == data


def test_what_has_overtaken_is_sent_once_and_not_again_in_its_place() -> None:
    rig = waiting()
    assert rig.feed(b"one\ntwo\n" + ASK + b"three\n") == b"\x12"
    assert sent(rig) == b"one\n" + ASK + b"two\nthree\n"


def test_what_has_overtaken_does_not_overtake_once_more() -> None:
    rig = stuck()
    rig.feed(b"one\ntwo\n" + ASK)
    rig.tap.go_on()
    rig.clock.advance()
    assert sent(rig) == b"one\n" + ASK


def test_a_command_in_an_image_is_answered_once_though_the_printer_gets_it_twice() -> None:
    rig = waiting()
    assert rig.feed(b"one\n" + image(b"\x55" + ASK + b"\x55")) == b"\x12"
    assert told(rig) == [(1, "DLE EOT 1", "12")]


def test_nothing_overtakes_into_the_middle_of_a_command() -> None:
    rig = Rig()
    rig.feed(image(b"\x55" * 20)[:12])
    before = bytes(rig.cable.sent)
    type(rig.cable).backlog, usual = property(lambda _: 1 << 17), type(rig.cable).backlog
    try:
        rig.tap.feed(1, ASK)
        rig.clock.advance()
    finally:
        type(rig.cable).backlog = usual
    assert bytes(rig.cable.sent) == before


def test_a_command_to_clear_takes_what_waits_with_it() -> None:
    rig = stuck()
    rig.feed(b"one\ntwo\n" + CLEAR + b"three\n")
    rig.clock.advance(2.0)
    assert sent(rig) == b"one\n" + CLEAR + b"three\n"


def test_what_had_overtaken_and_was_cleared_is_not_taken_for_what_comes_later() -> None:
    rig = stuck()
    rig.feed(b"one\ntwo\n" + ASK + CLEAR + ASK)
    assert sent(rig) == b"one\n" + ASK + CLEAR + ASK


def test_while_hands_are_at_the_printer_only_real_time_commands_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rig = Rig()
    with monkeypatch.context() as patch:
        patch.setattr(type(rig.tap.workshop), "busy", True)
        rig.feed(b"one\n" + ASK)
        assert sent(rig) == ASK
    rig.tap.go_on()
    rig.clock.advance()
    assert sent(rig) == ASK + b"one\n"


def test_a_command_to_recover_clears_only_where_there_is_an_error() -> None:
    rig = stuck()
    rig.feed(b"one\ntwo\n\x10\x05\x02")
    assert rig.tap.snapshot().buffered_bytes > 0
    assert rig.of(BufferCleared) == []


def test_a_command_to_recover_from_an_error_takes_what_waits_with_it() -> None:
    rig = waiting()
    rig.cable.printer.apply(struck("printer.cutter_jam"))
    rig.feed(b"one\n\x1dV\x00")
    rig.tap.watch.poll()
    rig.clock.advance()
    assert rig.tap.condition.error == "recoverable"
    rig.feed(b"two\n\x10\x05\x02")
    assert rig.tap.snapshot().buffered_bytes == 0
    assert rig.of(BufferCleared)


def test_what_waited_in_the_line_is_cleared_in_the_shadow_too() -> None:
    rig = Rig()
    rig.feed(b"half" + CLEAR + b"whole\n")
    assert same_on_both(rig)


def test_what_was_asked_behind_a_command_to_clear_is_still_ours() -> None:
    rig = Rig()
    rig.feed(b"one\n" + CLEAR + b"two\n")
    assert rig.printed[-1] == ("two", "known")
    assert [request for _, request, _ in told(rig)] == ["DLE DC4 8"]


def test_a_proof_of_ours_that_comes_late_stays_with_us() -> None:
    rig = Rig()
    rig.feed(b"one\n")
    before = bytes(rig.lines[1].heard)
    rig.tap.watch.heard(b"\x37\x22~000\x00")
    assert rig.lines[1].heard == before


# ---- whose an answer is


@pytest.mark.parametrize("cut", [1, 2])
def test_a_question_that_comes_in_pieces_inside_an_image_is_the_pos_s(cut: int) -> None:
    rig = Rig()
    at = len(image(b"")) + 4 + cut
    data = image(b"\x55" * 4 + ASK + b"\x55" * 4)
    rig.feed(data[:at])
    rig.feed(data[at:])
    assert told(rig) == [(1, "DLE EOT 1", "12")]


def test_a_question_may_end_in_the_text_behind_an_image() -> None:
    rig = Rig()
    rig.feed(LINES)  # so that the next ones could go together
    rig.cable.close()
    rig.tap.feed(1, image(b"\x55\x10\x04\x07") + LINES)
    rig.cable.deaf = rig.cable._there = True
    rig.tap.go_on()
    rig.clock.advance()
    assert [one.request for one in rig.tap.watch.questions.open if one.urgent] == ["DLE EOT 7 97"]


def test_an_answer_goes_to_nobody_when_its_asker_has_gone() -> None:
    rig = Rig()
    rig.connect(2)
    rig.tap.feed(1, ASK)
    rig.tap.disconnect(1)
    rig.clock.advance()
    assert rig.lines[2].heard == b""


def test_whoever_hangs_up_at_an_answer_does_not_hear_it() -> None:
    rig = Rig()

    def hang_up(_: object) -> None:
        rig.tap.disconnect(1)

    rig.history.subscribe(hang_up, lambda kind, _: kind == Replied.kind)
    rig.feed(ASK)
    assert rig.lines[1].heard == b""


def test_the_pos_s_own_proof_is_one_for_us_too() -> None:
    rig = Rig()
    rig.tap.watch.proof = NONE
    rig.feed(b"one\n\x1d(H\x06\x0000abcd")
    assert rig.printed == [("one", "known")]


def test_what_the_pos_learns_we_look_at_at_once() -> None:
    rig = Rig()
    rig.tap.watch.poll()
    rig.clock.advance()
    rig.cable.printer.apply(struck("printer.cover_open"))
    rig.feed(b"\x10\x04\x02")
    assert rig.tap.condition.cover_open


def test_an_answer_that_comes_in_halves_slowly_is_still_one() -> None:
    rig = Rig()
    rig.cable.deaf = True
    rig.feed(b"\x1dI\x43")
    for piece in (b"\x5fTM", b"-T88", b"V\x00"):
        rig.tap.watch.heard(piece)
        rig.clock.advance(0.6)
    assert told(rig) == [(1, "GS I 67", b"\x5fTM-T88V\x00".hex())]


def test_what_was_asked_of_a_buffer_that_was_cleared_is_not_waited_for() -> None:
    rig = Rig()
    rig.cable.deaf = True
    rig.feed(b"\x1dI\x43" + CLEAR)
    rig.tap.watch.heard(b"\x37\x25\x00")
    assert rig.tap.watch.questions.open == ()


# ---- connections, power, room


def test_a_connection_waits_for_its_turn_and_what_it_sent_comes_after() -> None:
    rig = Rig()
    rig.connect(2)
    assert rig.tap.room(2) == 0
    rig.tap.feed(2, b"two\n")
    rig.feed(b"one\n")
    assert sent(rig) == b"one\n"
    rig.tap.disconnect(1)
    rig.clock.advance()
    assert sent(rig) == b"one\ntwo\n"


@pytest.mark.parametrize(("begun", "times"), [(image(b"\x55" * 9)[:12], 1), (b"text", 0)])
def test_the_printer_is_hung_up_on_when_the_pos_breaks_off_in_an_image(
    begun: bytes, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig, calls = Rig(), []
    monkeypatch.setattr(rig.tap.workshop, "hang_up", lambda: calls.append(1))
    rig.connect(2)
    rig.feed(begun)
    rig.tap.disconnect(2)  # whose turn it was not
    assert calls == []
    rig.tap.disconnect(1)
    assert len(calls) == times


def test_while_the_way_to_the_printer_is_broken_everything_waits() -> None:
    rig = Rig()
    rig.cable.close()
    rig.tap.feed(1, b"one\n" + ASK)
    rig.tap.watch.poll()
    rig.clock.advance()
    assert rig.cable.sent == b""
    rig.cable._there = True
    rig.tap.go_on()
    rig.clock.advance()
    assert sent(rig) == b"one\n" + ASK


def test_without_power_nobody_is_let_in_and_nothing_is_remembered() -> None:
    rig = Rig()
    rig.cable.deaf = True
    rig.feed(b"one\nhalf")
    rig.tap.lost("power")
    assert [e.payload.by for e in rig.of(BufferCleared)] == []  # it may have been printed
    rig.connect(3)
    rig.cable.deaf = False
    rig.feed(b"line\n", conn=3)
    assert rig.printed[-1] == ("line", "known")


def test_the_pos_waits_while_the_cable_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rig, told_room = Rig(), []
    rig.tap.on_room = lambda: told_room.append(1)
    monkeypatch.setattr(type(rig.cable), "backlog", 1 << 16)
    assert rig.tap.room(1) == 0
    rig.tap.go_on()
    assert told_room == []
    monkeypatch.setattr(type(rig.cable), "backlog", 0)
    rig.tap.go_on()
    assert told_room == [1]
    assert rig.tap.room(1) > 0


def test_a_printer_that_stops_answering_is_noticed_and_so_is_its_return() -> None:
    rig = Rig()
    rig.cable.deaf = True
    for _ in range(5):
        rig.tap.watch.poll()
        rig.clock.advance(1.1)
    assert rig.tap.watch.deaf
    rig.cable.deaf = False
    rig.tap.watch.poll()
    rig.clock.advance()
    assert not rig.tap.watch.deaf


def test_a_cut_that_was_not_made_is_not_told_of() -> None:
    rig = Rig()
    rig.cable.printer.apply(Injected(struck("printer.cutter_jam").effect, 0))
    rig.feed(b"one\n\x1dV\x00")
    rig.tap.watch.poll()
    rig.clock.advance()
    rig.tap.finish()
    assert [slip.ended_by for slip in rig.slips] == ["open"]
