"""Printer models: data in one file each, and what differs between them."""

from dataclasses import replace
from pathlib import Path
from unicodedata import category

import pytest

from emulators.errors import UsageError
from emulators.printer import effects
from emulators.printer.codepages import MISSING, decode
from emulators.printer.events import (
    BufferCleared,
    Cut,
    DrawerPulse,
    GlyphsMissing,
    LineBurnt,
    StateChanged,
)
from emulators.printer.models import model_names
from emulators.printer.profiles import GENERIC_58, TM_T88V, Profile, profile, profiles
from emulators.printer.render import render_stream
from tests.emulators.printer.receipts import CORPUS
from tests.emulators.printer.rig import Rig

PROCESS_ID = b"\x1d(H\x06\x00\x30\x30ABCD"
SLIP = b"ONE\nTWO\n\x1dV\x00"


@pytest.mark.parametrize("model", profiles(), ids=model_names())
def test_every_model_prints_in_every_page(model: Profile) -> None:
    rig = Rig(model)
    for number in model.code_pages:
        rig.pour(b"\x1c.\x1bt" + bytes([number]) + bytes(range(0xA0, 0xC0)) + b"\n")
    assert len([line for line in rig.lines if line.strip()]) >= len(model.code_pages) - 2


@pytest.mark.parametrize("page", sorted({p for m in profiles() for p in m.code_pages.values()}))
def test_a_code_page_has_characters_and_nothing_that_is_none(page: str) -> None:
    text = decode(bytes(range(128, 256)), page)
    assert len(text) == 128
    assert all(category(char) != "Cc" for char in text)
    assert page == "blank" or sum(char != MISSING for char in text) >= 50


@pytest.mark.parametrize(
    ("number", "data", "expected"),
    [
        (1, b"\xb1\xb2", "ｱｲ"),
        (1, b"\xf2\xf3\xf4", "年月日"),
        (11, b"\x86\xa4", "ΆΑ"),
        (12, b"\x98\xa6", "İĞ"),
        (20, b"\xa3", "ค"),
        (21, b"\xa1", "ก"),
        (26, b"\xa1", "ก"),
        (30, b"\xa9\xae", "âđ"),
        (31, b"\xa2", "Â"),
        (39, b"\x80\xa3", "░Ł"),
        (41, b"\x8d", "أ"),
        (42, b"\xd0", "ą"),
        (43, b"\x80", "А"),
        (53, b"\xaa", "Ғ"),
    ],
)
def test_pages_that_are_rare(number: int, data: bytes, expected: str) -> None:
    rig = Rig()
    rig.feed(b"\x1bt" + bytes([number]) + data + b"\n")
    assert rig.lines == [expected]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("TM-T88V", b"\x1c&" + "合计".encode("gb18030"), "合计"),
        ("TM-T88V", b"\x1c&" + "㐀".encode("gb18030"), "㐀"),
        ("TM-T88V-TW", b"\x1c&" + "總計".encode("big5"), "總計"),
        ("TM-T88V-KR", b"\x1c&" + "합계 감사".encode("euc_kr"), "합계 감사"),
        ("TM-T88V-JP", b"\x1cC\x01" + "領収書 Aあ".encode("cp932"), "領収書 Aあ"),
        ("TM-T88V-JP", b"\x1cC1\x1c." + "領収書".encode("cp932"), "領収書"),
        ("TM-T88V-JP", b"\x1c&" + "領収".encode("iso2022_jp")[3:7] + b"\x1c.OK", "領収OK"),
        ("TM-T88V-JP", b"\x1cC\x01\x1cC\x00plain", "plain"),
        ("generic-80-cn", "合计 12.50".encode("gb18030"), "合计 12.50"),
        ("generic-80-cn", b"\x1c.\x82", "é"),
        ("TM-T20III", b"\x1c&\xba\xcf", "║╧"),
    ],
)
def test_kanji_modes(name: str, data: bytes, expected: str) -> None:
    whole, bytewise = Rig(profile(name)), Rig(profile(name))
    whole.feed(data + b"\n")
    for byte in data + b"\n":
        bytewise.feed(bytes([byte]))
    assert whole.lines == bytewise.lines == [expected]


@pytest.mark.parametrize(
    ("page", "data"), [(1, b"\xf2\xf3\xf4"), (1, b"\xb1\xb2\xb3"), (37, b"\xa2\xa8\xd7")]
)
def test_what_the_font_lacks_is_drawn_from_its_relatives(page: int, data: bytes) -> None:
    rig = Rig()
    rig.feed(b"\x1bt" + bytes([page]) + data + b"\n")
    assert rig.of(GlyphsMissing) == []
    assert rig.of(LineBurnt)[0].burnt_dots > 20


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of streams is not here")
@pytest.mark.parametrize("name", ["TM-T20III", "generic-80-cn"])
def test_the_corpus_prints(name: str) -> None:
    for path in sorted(CORPUS.rglob("*.bin")):
        printed = render_stream(path.read_bytes(), profile(name))
        assert (path.name, printed.unknown_commands) == (path.name, ())


def test_esc_r_knows_its_sets() -> None:
    rig = Rig()
    rig.feed(b"\x1bR\x02[\\]\n\x1bR\x63[\\]\n")
    assert rig.lines == ["ÄÖÜ", "ÄÖÜ"]


def test_fonts_of_the_model() -> None:
    widths = []
    for number in range(4):
        rig = Rig(profile("TM-m30"))
        rig.feed(b"\x1bM" + bytes([number]) + b"x" * 70 + b"\n")
        widths.append(len(rig.lines[0]))
    assert widths == [48, 57, 64, 48]  # there is no font D


def test_a_model_without_a_cutter_lets_the_paper_hang_out() -> None:
    rig = Rig(GENERIC_58)
    rig.feed(SLIP)
    assert (rig.of(Cut), rig.slips, rig.lines) == ([], [], ["ONE", "TWO"])
    rig.printer.tear()
    assert [slip.text for slip in rig.slips] == [("ONE", "TWO")]


@pytest.mark.parametrize(("name", "partial"), [("TM-T88V", True), ("generic-80-cn", False)])
def test_a_cutter_cuts_as_it_can(name: str, partial: bool) -> None:
    rig = Rig(profile(name))
    rig.feed(SLIP)
    assert rig.of(Cut) == [Cut(1, partial)]


def test_a_model_without_a_drawer() -> None:
    rig = Rig(replace(TM_T88V, drawer=False))
    rig.feed(b"\x1bp\x00\x32\x32\x10\x14\x01\x00\x02")
    assert rig.of(DrawerPulse) == []


def test_what_a_model_does_not_answer() -> None:
    some = replace(TM_T88V, silent=("GS I 67", "GS r"))
    assert Rig(some).feed(b"\x1dI\x43\x1dr\x01\x1dI\x42") == b"_EPSON\x00"


def test_no_near_end_without_its_sensor() -> None:
    rig = Rig(replace(TM_T88V, near_end_sensor=False), roll_mm=50)
    rig.feed(b"A\n" * 11)
    assert [state.why for state in rig.of(StateChanged)] == []


def test_what_finds_no_room_is_lost_where_the_model_discards() -> None:
    rig = Rig(profile("generic-58-serial"))
    rig.undergo(effects.OpenCover())
    assert rig.pour(b"x" * 600) == b""
    assert rig.of(BufferCleared) == [BufferCleared("overflow", 88)]
    assert rig.printer.room() == 512


def test_the_buffer_is_full_at_its_mark_and_reads_on_at_another() -> None:
    rig = Rig(
        replace(TM_T88V, receive_buffer_bytes=400, full_free_bytes=100, resume_free_bytes=300)
    )
    told: list[int] = []
    rig.printer.on_room = lambda: told.append(rig.printer.room())
    rig.undergo(effects.OpenCover())
    assert rig.pour(b"y\n" * 200) == b"y\n" * 50
    rig.feed(b"z\n" * 50)  # what is sent all the same still finds room
    assert (rig.of(BufferCleared), told) == ([], [])
    rig.undergo(effects.CloseCover())
    assert told
    assert rig.lines == ["y"] * 150 + ["z"] * 50


class Closing(Rig):
    """A printer that closes idle connections."""

    def __init__(self) -> None:
        super().__init__(replace(TM_T88V, idle_close_s=90.0))
        self.printer.disconnect(1)
        self.closed: list[int] = []
        for conn in (2, 3):
            self.printer.connect(conn, lambda _: None, lambda c=conn: self.close(c))  # type: ignore[misc]

    def close(self, conn: int) -> None:
        self.closed.append(conn)
        self.printer.disconnect(conn)


def test_an_idle_connection_is_closed_and_the_next_has_its_time() -> None:
    rig = Closing()
    rig.clock.advance(60)
    rig.printer.feed(2, b"\x10\x04\x01")
    rig.clock.advance(80)
    assert rig.closed == []
    rig.clock.advance(20)
    assert rig.closed == [2]
    rig.clock.advance(200)
    assert rig.closed == [2, 3]


def test_a_connection_that_waits_for_room_is_not_idle() -> None:
    rig = Closing()
    rig.undergo(effects.EndPaper())
    rig.printer.feed(2, b"x" * rig.printer.room(2))
    rig.clock.advance(600)
    assert rig.closed == []
    rig.undergo(effects.LoadPaper())
    rig.clock.advance(90)
    assert rig.closed == [2]


def test_the_rated_speed_is_kept_when_it_is_wanted() -> None:
    lines = b"A\n" * 400  # 400 lines of 30 rows at 180 dpi are 1.7 m
    fast, slow = Rig(), Rig(TM_T88V.at_rated_speed())
    fast.feed(lines)
    slow.feed(lines)
    slow.clock.advance(5.0)
    assert (len(fast.lines), len(slow.lines)) == (400, pytest.approx(354, abs=12))
    slow.clock.advance(1.0)
    assert len(slow.lines) == 400


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('based_on = "TM-T20III"\nreceive_buffer_bytes = 65536\n')
    mine = profile(str(path))
    assert (mine.name, mine.receive_buffer_bytes, mine.width_dots) == ("mine", 65536, 576)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("width_dot = 5", "unknown key 'width_dot': did you mean width_dots?"),
        ("zzz = 5", "unknown key 'zzz': there is name, vendor"),
        ("width_dots = 0", "width_dots = 0: use a whole number from 1 to 4096"),
        ('width_dots = "80"', "use a whole number"),
        ("resume_free_bytes = -1", "use a whole number from 0"),
        ("receive_buffer_bytes = 100\nfull_free_bytes = 100", "leaves nothing of"),
        ('silent = ["GS ?"]', "GS ? is no command of"),
        ("near_end_mm = -1", "use a number that is not negative"),
        ("drawer = 1", "use true or false"),
        ("vendor = 5", "use plain text in quotes"),
        ('cutter = "laser"', "use 'partial' or 'full' or 'none'"),
        ('silent = "GS I"', "use a list of commands"),
        ("fonts = [[1, 2]]", "use cells in dots"),
        ("code_pages = 5", "use a table"),
        ('code_pages = {300 = "cp437"}', "300 is no number of ESC t"),
        ('code_pages = {0 = "utf-8"}', "'utf-8' is no code page"),
        ('code_pages = {0 = "cp000"}', "'cp000' is no code page"),
        ('based_on = "TM-T88W"', "no printer profile 'TM-T88W': one of"),
        ('based_on = "{path}"', "it is based on itself"),
        ("width_dots", "is not TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text.replace("{path}", str(path)))
    with pytest.raises(UsageError) as raised:
        profile(str(path))
    assert said in str(raised.value)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        profile("none.toml")
