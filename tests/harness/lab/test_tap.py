"""The tap: bytes go through unchanged, answers go to whoever asked, and what is proved is known."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulators.effects import Injected
from emulators.faults.fault import parse_fault
from emulators.printer.events import LineBurnt, Replied, SlipEnded
from emulators.printer.profiles import TM_T88V, profile
from harness.lab.watch import NONE, STATUS
from tests.harness.lab.rig import Rig

STATUS_QUERY = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
OURS = re.compile(rb"\x1d\(H\x06\x0000~[0-9A-Z]{3}|" + re.escape(STATUS_QUERY))
SLIP = b"\x1b@SHOP\nTOTAL 12.50\n\x1dV\x42\x00"
PIECES = st.sampled_from(
    [
        b"text",
        b"line\n",
        b"\x1b@",
        b"\x1b!\x08",
        b"\x1dv0\x00\x02\x00\x02\x00\x10\x04\x01\xff",  # an image with a real-time command in it
        b"\x10\x04\x01",
        b"\x1dI\x01",
        b"\x1d(H\x06\x000012ab",
        b"\x1dV\x00",
        b"\x1d\xfe",  # no command
        b"\x1bp\x00\x19\x19",
    ]
)


def struck(name: str) -> Injected:
    """What a fault does to the printer at the other end."""
    return Injected(parse_fault(name).fault.strike(), 0)


def without_ours(sent: bytes) -> bytes:
    """What went to the printer, without what the tap has put in."""
    return OURS.sub(b"", sent)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=12), st.lists(st.integers(1, 7), min_size=1, max_size=9))
def test_what_the_pos_sends_arrives_byte_for_byte(pieces: list[bytes], cuts: list[int]) -> None:
    rig = Rig()
    data = b"".join(pieces)
    at = 0
    for n in range(len(data)):
        size = cuts[n % len(cuts)]
        rig.feed(data[at : at + size])
        at += size
    # A command that is not whole yet waits for its rest.
    assert data.startswith(without_ours(bytes(rig.cable.sent)))
    rig.feed(b"\n" * 600)
    assert without_ours(bytes(rig.cable.sent)) == data + b"\n" * 600


def test_answers_come_back_as_without_a_tap() -> None:
    asked = STATUS_QUERY + b"\x1dI\x43\x1dr\x01\x1d(H\x06\x0000abcd"
    plain, tapped = Rig(), Rig()
    plain.cable.printer.feed(1, SLIP + asked)
    plain.clock.advance()
    assert tapped.feed(SLIP + asked) == bytes(plain.cable.came)


def test_answers_to_our_questions_stay_with_us() -> None:
    rig = Rig()
    rig.tap.watch.poll()
    assert rig.feed(b"\x10\x04\x04") == b"\x12"
    rig.tap.watch.poll()
    rig.clock.advance()
    assert rig.lines[1].heard == b"\x12"
    assert [item.payload.request for item in rig.of(Replied)] == ["DLE EOT 4"]


def test_what_the_printer_has_proved_is_known() -> None:
    rig = Rig()
    rig.feed(SLIP)
    assert rig.printed == [("SHOP", "known"), ("TOTAL 12.50", "known")]
    assert [slip.text for slip in rig.slips] == [e.payload.text for e in rig.really(SlipEnded)]


def test_a_printer_without_process_ids_proves_by_its_status() -> None:
    rig = Rig(profile("generic-58"))
    rig.tap.watch.proof = STATUS
    rig.feed(b"SHOP\n")
    assert rig.printed == [("SHOP", "known")]


def test_a_printer_that_proves_nothing_leaves_it_inferred() -> None:
    rig = Rig()
    rig.tap.watch.proof = NONE
    rig.feed(SLIP)
    assert rig.printed == []
    rig.clock.advance(1.0)
    assert rig.printed == [("SHOP", "inferred"), ("TOTAL 12.50", "inferred")]


def test_what_nobody_has_proved_in_the_end_is_inferred() -> None:
    rig = Rig()
    rig.cable.deaf = True
    rig.feed(SLIP)
    rig.tap.finish()
    assert rig.printed == [("SHOP", "inferred"), ("TOTAL 12.50", "inferred")]


def test_a_printer_that_has_stopped_printed_nothing_of_what_it_then_cleared() -> None:
    rig = Rig()
    rig.cable.printer.apply(struck("printer.cover_open"))
    rig.tap.watch.poll()
    rig.clock.advance()
    assert not rig.tap.condition.online
    rig.feed(SLIP + b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")
    rig.tap.finish()
    assert rig.printed == []


def test_while_a_fault_waits_each_line_is_proved_before_the_next_is_sent() -> None:
    rig = Rig()
    seen = []

    def look(event: object) -> None:
        seen.append(without_ours(bytes(rig.cable.sent)))

    rig.arm("printer.link.down@line(9)")
    rig.history.subscribe(look, lambda kind, _: kind == LineBurnt.kind)
    rig.feed(b"one\ntwo\nthree\n")
    assert seen == [b"one\n", b"one\ntwo\n", b"one\ntwo\nthree\n"]


def test_real_time_commands_overtake_what_is_held() -> None:
    rig = Rig()
    rig.arm("printer.link.down@line(9)")
    rig.cable.deaf = True  # the proof of the first line does not come
    rig.feed(b"one\ntwo\n\x10\x04\x01")
    assert without_ours(bytes(rig.cable.sent)) == b"one\n\x10\x04\x01"


def test_a_real_time_command_that_has_overtaken_is_not_sent_again() -> None:
    rig = Rig()
    rig.arm("printer.link.down@line(9)")
    answered = rig.feed(b"one\ntwo\n\x10\x04\x01three\n")
    rig.clock.advance()
    assert answered == b"\x12"
    assert [text for text, _ in rig.printed] == ["one", "two", "three"]


def test_automatic_status_goes_to_whoever_turned_it_on() -> None:
    rig = Rig()
    rig.feed(b"\x1da\xff")
    assert rig.lines[1].heard == b"\x10\x00\x00\x00"
    rig.cable.printer.apply(struck("printer.cover_open"))
    rig.clock.advance()
    assert rig.lines[1].heard[4:] == b"\x38\x00\x00\x00"
    assert rig.tap.condition.cover_open


def test_noise_goes_to_the_pos_as_it_is() -> None:
    rig = Rig()
    rig.tap.watch.heard(b"\x81\xfe")
    assert rig.lines[1].heard == b"\x81\xfe"


def test_half_an_answer_is_passed_on_when_the_rest_does_not_come() -> None:
    rig = Rig()
    rig.feed(b"\x1dI\x43")
    rig.lines[1].heard.clear()
    rig.tap.watch.heard(b"\x5fTM-")
    assert rig.lines[1].heard == b""
    rig.clock.advance(2.0)
    assert rig.lines[1].heard == b"\x5fTM-"


@pytest.mark.parametrize("name", ["printer.slow:mm_s=10", "printer.paper_out:rows=5"])
def test_what_nobody_can_do_to_a_real_printer_is_told_up_front(name: str) -> None:
    assert Rig().nemesis.why_not(parse_fault(name))


def test_the_profile_is_that_of_the_configuration() -> None:
    assert Rig().tap.snapshot().profile == TM_T88V.name


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.binary(max_size=30)), max_size=20))
def test_whatever_comes_from_either_side_nothing_breaks(pieces: list[tuple[bool, bytes]]) -> None:
    rig = Rig()
    for from_pos, data in pieces:
        if from_pos:
            rig.tap.feed(1, data[: rig.tap.room(1)])
        else:
            rig.tap.watch.heard(data)
        rig.tap.watch.poll()
        rig.clock.advance(0.3)
    rig.tap.finish()
