"""What the printer answers, bit by bit. Sources: Epson APG and TM-T88III specification."""

import pytest

from emulators.effects import Effect
from emulators.printer import effects
from emulators.printer.events import BufferCleared, Buzzed, DrawerPulse, LineBurnt, Replied
from emulators.printer.profiles import GENERIC_58
from tests.emulators.printer.rig import Rig

ASK_ALL = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
PROCESS_ID = b"\x1d(H\x06\x00\x30\x30ABCD"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (None, "12 12 12 12"),
        (effects.EndPaper(), "1a 32 12 7e"),
        (effects.OpenCover(), "1a 16 12 12"),
        (effects.FailHead(), "1a 52 32 12"),
        (effects.FailHead(reported=False), "12 12 12 12"),
    ],
)
def test_dle_eot(effect: Effect | None, expected: str) -> None:
    rig = Rig()
    if effect is not None:
        rig.undergo(effect)
    assert rig.feed(ASK_ALL).hex(" ") == expected
    assert [r.request for r in rig.of(Replied)] == [f"DLE EOT {n}" for n in (1, 2, 3, 4)]


def test_trouble_is_what_the_bits_tell() -> None:
    rig = Rig()
    rig.feed(ASK_ALL)
    rig.undergo(effects.EndPaper())
    rig.feed(ASK_ALL)
    told = [r.trouble for r in rig.of(Replied)]
    assert told == [False, False, False, False, True, True, False, True]


def test_cover_opened_while_printing_is_an_error_that_goes_by_itself() -> None:
    rig = Rig()
    rig.arm("printer.cover_open@row(10)")
    rig.feed(b"ONE\nTWO\n")
    assert rig.feed(ASK_ALL).hex(" ") == "1a 56 52 12"
    rig.mend()
    assert rig.feed(ASK_ALL).hex(" ") == "12 12 12 12"
    assert rig.lines == ["ONE", "TWO"]


def test_a_roll_is_changed_with_the_cover_open_and_amid_a_slip_that_is_told() -> None:
    rig = Rig()
    rig.feed(b"\x1da\xff")
    rig.undergo(effects.RunLow())
    rig.undergo(effects.LoadPaper())  # between two slips nothing is lost by it
    rig.feed(b"ONE\n")
    rig.undergo(effects.RunLow())
    before = len(rig.sent[1])
    rig.undergo(effects.LoadPaper())
    told = [rig.sent[1][at : at + 4].hex(" ") for at in range(before, len(rig.sent[1]), 4)]
    assert told == ["38 00 03 00", "38 00 00 00", "10 00 00 00"]  # open, a new roll, shut


def test_automatic_status_at_once_and_on_each_change_of_what_is_enabled() -> None:
    rig = Rig()
    assert rig.feed(b"\x1da\x08") == b"\x10\x00\x00\x00"
    rig.undergo(effects.OpenCover())
    assert bytes(rig.sent[1]) == b"\x10\x00\x00\x00"  # the cover is not of item 8
    rig.undergo(effects.CloseCover())
    rig.undergo(effects.EndPaper())
    assert bytes(rig.sent[1][4:]).hex(" ") == "18 00 0f 00"
    rig.undergo(effects.LoadPaper())
    assert bytes(rig.sent[1][8:]).hex(" ") == "10 00 00 00"


def test_automatic_status_is_each_connections_own() -> None:
    rig = Rig()
    rig.connect(2)
    rig.feed(b"\x1da\xff")
    rig.undergo(effects.OpenCover())
    assert bytes(rig.sent[1]).hex(" ") == "10 00 00 00 38 00 00 00"
    assert rig.sent[2] == b""


def test_without_power_there_is_no_telling() -> None:
    rig = Rig()
    rig.feed(b"\x1da\xff\x1d(H\x03\x00\x31\x30\x02")
    rig.undergo(effects.PowerOff())
    assert bytes(rig.sent[1]) == b"\x10\x00\x00\x00"
    assert len(rig.of(Replied)) == 1


def test_initialising_ends_automatic_status() -> None:
    rig = Rig()
    rig.feed(b"\x1da\xff\x1b@")
    rig.undergo(effects.OpenCover())
    assert bytes(rig.sent[1]) == b"\x10\x00\x00\x00"


def test_a_clone_without_automatic_status_keeps_silent() -> None:
    assert Rig(GENERIC_58).feed(b"\x1da\xff" + PROCESS_ID) == b""


def test_process_id_comes_when_everything_before_it_is_on_the_paper() -> None:
    rig = Rig()
    rig.undergo(effects.EndPaper())
    assert rig.feed(b"TOTAL\n" + PROCESS_ID) == b""
    rig.undergo(effects.LoadPaper())
    assert bytes(rig.sent[1]) == b"\x37\x22ABCD\x00"
    assert [i.kind for i in rig.history.events][-2:] == ["printer.line", "printer.replied"]


def test_process_id_waits_for_a_line_that_is_not_printed_yet() -> None:
    rig = Rig()
    assert rig.feed(b"TOTAL" + PROCESS_ID) == b""
    assert rig.feed(b"\n") == b"\x37\x22ABCD\x00"


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (b"\x1dI\x01", b"\x20"),
        (b"\x1d(L\x02\x000\x30", b"\x37\x30393216\x00"),
        (b"\x1d(k\x03\x00\x31\x52\x30", b"\x37\x360\x1f0\x1f1\x1f1\x00"),
        (b"\x1d(H\x03\x00\x31\x30\x01\x10\x14\x07\x04", b"\x37\x23@@@@@\x00"),
    ],
)
def test_other_questions_do_not_wait_for_the_line_in_hand(ask: bytes, expected: bytes) -> None:
    assert Rig().feed(b"a line without an end" + ask) == expected


def test_process_id_never_comes_for_what_was_cleared() -> None:
    rig = Rig()
    rig.undergo(effects.EndPaper())
    rig.feed(b"TOTAL\n" + PROCESS_ID)
    assert rig.feed(CLEAR) == b"\x37\x25\x00"
    rig.undergo(effects.LoadPaper())
    assert rig.lines == []
    assert bytes(rig.sent[1]) == b"\x37\x25\x00"


def test_clear_empties_the_buffers_and_keeps_the_settings() -> None:
    rig = Rig()
    rig.feed(b"\x1ba\x02\x1bE\x01half a line")
    rig.undergo(effects.OpenCover())
    rig.feed(b"lost\n" + CLEAR + b"kept\n")
    rig.undergo(effects.CloseCover())
    assert rig.of(BufferCleared) == [BufferCleared("DLE DC4 8", 5)]
    assert rig.lines == ["kept"]
    settings_kept, plain = rig.of(LineBurnt)[0].burnt_dots, Rig()
    plain.feed(b"kept\n")
    assert settings_kept > plain.of(LineBurnt)[0].burnt_dots


def test_a_raster_that_was_cleared_half_way_leaves_its_first_rows() -> None:
    rig = Rig()
    rig.arm("printer.paper_out@row(5)")
    rig.feed(b"\x1dv0\x00\x40\x00\x0a\x00" + b"\xff" * 640 + b"LOST\n")
    rig.feed(CLEAR)
    rig.mend()
    rig.feed(b"NEXT\n")
    assert [slip.height_dots for slip in rig.slips] == [5]
    assert rig.slips[0].complete is False
    assert rig.lines == ["NEXT"]


def test_drawer_in_real_time_and_in_its_turn() -> None:
    rig = Rig()
    rig.undergo(effects.OpenCover())
    rig.feed(b"\x10\x14\x01\x00\x02\x1bp\x01\x32\x32")
    assert rig.of(DrawerPulse) == [DrawerPulse(2, 200, opened=True)]
    rig.undergo(effects.CloseCover())
    assert rig.of(DrawerPulse)[1:] == [DrawerPulse(5, 100, opened=True)]


def test_real_time_pulses_can_be_switched_off() -> None:
    rig = Rig()
    rig.feed(b"\x1d(D\x03\x00\x14\x01\x00")
    rig.feed(b"\x10\x14\x01\x00\x02")
    assert rig.of(DrawerPulse) == []


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (b"\x1dI\x01", b"\x20"),
        (b"\x1dI\x02", b"\x03"),  # Kanji, cutter
        (b"\x1dI\x42", b"_EPSON\x00"),
        (b"\x1dI\x43", b"_TM-T88V\x00"),
        (b"\x1dr\x01", b"\x00"),
        (b"\x1dr1", b"\x00"),
        (b"\x1dr\x02", b"\x00"),
        (b"\x1bv", b"\x00"),
        (b"\x10\x14\x07\x01", b"\x10\x00\x00\x00"),
    ],
)
def test_other_answers(ask: bytes, expected: bytes) -> None:
    assert Rig().feed(ask) == expected


def test_offline_response() -> None:
    rig = Rig()
    rig.feed(b"\x1d(H\x03\x00\x31\x30\x01")
    rig.undergo(effects.EndPaper())
    assert bytes(rig.sent[1]) == b"\x37\x23\x00"


def test_gs_r_waits_while_the_printer_is_offline() -> None:
    rig = Rig()
    rig.undergo(effects.EndPaper())
    assert rig.feed(b"\x1dr\x01") == b""


def test_an_answer_may_be_the_last_thing_before_the_power_goes() -> None:
    rig = Rig()
    rig.arm("printer.power_cut@event(printer.replied)")
    assert rig.feed(b"A\n\x10\x04\x01B\n") == b""
    assert rig.power == [False]


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (b"\x10\x04\x07\x01\x10\x04\x08\x03\x10\x04\x12\x02", b"\x12\x12\x12"),
        (b"\x10\x14\x07\x02", b"\x39\x28\x40\x40\x00"),
        (b"\x10\x14\x07\x04", b"\x37\x23@@@@@\x00"),
        (b"\x1c(e\x02\x00\x33\x08", b"\x39\x28\x40\x40\x00"),
        (b"\x1dI\x21", b"\x3d\x21\x43\x40\x00"),
        (b"\x1dI\x60", b"\x3d\x60\x00"),
        (b"\x1dI\x70", b"\x5f\x00"),
        (b"\x1dI\x41", b"_30.20 ESC/POS\x00"),
        (b"\x1dI1\x1dI3", b"\x20\x01"),
        (b"\x1dr4", b"\x00"),
        (b"\x1bu0", b"\x00"),
        (b"\x1dI\xee\x1dr\x09\x1bu\x07", b""),
        (b"\x1d(E\x03\x00\x01IN", b"\x37\x20\x00"),
        (b"\x1d(E\x02\x00\x04\x02", b"\x37\x2100000000\x00"),
        (b"\x1d(E\x02\x00\x06\x05", b"\x37\x275\x1f0\x00"),
    ],
)
def test_answers_of_later_models(ask: bytes, expected: bytes) -> None:
    assert Rig().feed(ask) == expected


def test_settings_are_changed_in_the_user_setting_mode_only_and_outlive_the_power() -> None:
    rig = Rig()
    switch = b"\x1d(E\x0a\x00\x03\x0222222221"
    value = b"\x1d(E\x04\x00\x05\x05\x07\x00"
    ask = b"\x1d(E\x02\x00\x04\x02\x1d(E\x02\x00\x06\x05"
    assert rig.feed(switch + value + ask) == b"\x37\x2100000000\x00\x37\x275\x1f0\x00"
    rig.feed(b"\x1d(E\x03\x00\x01IN" + switch + value + b"\x1d(E\x04\x00\x02OUT")
    rig.undergo(effects.PowerOff())
    rig.undergo(effects.PowerOn())
    rig.connect(2)
    assert rig.feed(ask, conn=2) == b"\x37\x2100000001\x00\x37\x275\x1f7\x00"


def test_settings_of_the_serial_interface() -> None:
    rig = Rig()
    ask = b"\x1d(E\x02\x00\x0c\x01"
    assert rig.feed(ask + b"\x1d(E\x02\x00\x0c\x04") == b"\x3731\x1f38400\x00\x3734\x1f8\x00"
    change = b"\x1d(E\x06\x00\x0b\x019600"
    assert rig.feed(change + ask + b"\x1d(E\x02\x00\x0c\x09") == b"\x3731\x1f38400\x00"
    assert rig.feed(b"\x1d(E\x03\x00\x01IN" + change + ask)[3:] == b"\x3731\x1f9600\x00"


def test_user_memory_keeps_what_is_written() -> None:
    rig = Rig()
    rig.feed(b"\x1cg1\x00\x0a\x00\x00\x00\x04\x00SHOP")
    assert rig.feed(b"\x1cg2\x00\x0b\x00\x00\x00\x03\x00") == b"_HOP\x00"
    rig.feed(b"\x1cg1\x00\xff\xff\xff\xff\x04\x00LOST")
    assert rig.feed(b"\x1cg2\x00\xff\xff\xff\xff\x04\x00") == b"_\x00"


def record(function: int, rest: bytes = b"") -> bytes:
    return b"\x1d(C" + bytes((3 + len(rest), 0, 0, function, 0)) + rest


def test_records_of_the_user_memory_have_keys_and_outlive_the_power() -> None:
    rig = Rig()
    rig.feed(record(1, b"K1SHOP") + record(49, b"K2" + b"x" * 90))
    rig.undergo(effects.PowerOff())
    rig.undergo(effects.PowerOn())
    rig.connect(1)
    assert rig.feed(record(2, b"K1")) == b"7p@SHOP\x00"
    assert rig.feed(record(50, b"K2")) == b"7pA%b\x007p@%b\x00" % (b"x" * 80, b"x" * 10)
    assert rig.feed(record(3) + record(4)) == b"7(100\x007)924\x00"
    assert rig.feed(record(5)) == b"7q@K1K2\x00"
    rig.feed(record(0, b"K2") + record(1, b"K1SHOPS") + record(1, b"K\x01no") + record(1, b"K3"))
    assert rig.feed(record(3) + record(5)) == b"7(8\x007q@K1\x00"
    rig.feed(record(6, b"CLR"))
    assert rig.feed(record(5) + record(2, b"K1")) == b"7q@\x007p@\x00"
    assert rig.feed(record(9) + b"\x1d(C\x01\x00\x00") == b""


def test_a_record_without_room_is_not_stored() -> None:
    rig = Rig()
    for number in range(20):
        rig.feed(record(1, b"A%c" % (65 + number) + b"x" * 100))
    assert rig.feed(record(3)) == b"7(927\x00"


def test_maintenance_counters() -> None:
    rig = Rig()
    rig.feed(b"A\n" * 10 + b"\x1dV\x00B\n\x1dV\x00")
    assert rig.feed(b"\x1dg2\x00\x14\x00\x1dg2\x00\x32\x00") == b"_11\x00_2\x00"
    rig.feed(b"\x1dg0\x00\x32\x00")
    assert rig.feed(b"\x1dg2\x00\x32\x00\x1dg2\x00\xb2\x00") == b"_0\x00_2\x00"
    assert rig.feed(b"\x1dg2\x00\x01\x00") == b""


def test_the_buzzer_sounds_in_real_time() -> None:
    rig = Rig()
    rig.undergo(effects.OpenCover())
    rig.feed(b"\x10\x14\x03\x30\x02\x00\x01\x01")
    assert rig.of(Buzzed) == [Buzzed(2)]


def test_shutting_down_has_to_be_enabled_and_ends_with_the_power() -> None:
    rig = Rig()
    assert rig.feed(b"\x10\x14\x02\x01\x08") == b""
    rig.feed(b"\x1d(D\x03\x00\x14\x02\x01")
    assert rig.feed(b"\x10\x14\x02\x01\x08LOST\n") == b"\x3b\x30\x00"
    assert rig.feed(ASK_ALL) == b""
    rig.undergo(effects.PowerOff())
    rig.undergo(effects.PowerOn())
    rig.connect(2)
    assert rig.feed(ASK_ALL + b"NEXT\n", conn=2).hex(" ") == "12 12 12 12"
    assert rig.lines == ["NEXT"]


def test_offline_responses_with_their_causes() -> None:
    rig = Rig()
    rig.feed(b"\x1d(H\x03\x00\x31\x30\x02")
    rig.undergo(effects.OpenCover())
    rig.undergo(effects.CloseCover())
    rig.arm("printer.cutter_jam")
    rig.feed(b"A\n\x1dV\x00")
    assert bytes(rig.sent[1]) == b"\x37\x23@@@B@\x00\x37\x23@@@A@\x00"


@pytest.mark.parametrize(("before", "lost"), [(b"whole\n", 0), (b"half", 1), (b"\x1dv0\x00", 4)])
def test_a_clear_tells_whether_anything_was_thrown_away(before: bytes, lost: int) -> None:
    rig = Rig()
    rig.feed(before)
    rig.feed(CLEAR)
    assert rig.of(BufferCleared) == [BufferCleared("DLE DC4 8", lost)]
