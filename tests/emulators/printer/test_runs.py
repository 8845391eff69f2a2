"""Runs of lines, from the buffer to the paper in one loop, change nothing else about them."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulators.effects import Effect
from emulators.history import Event
from emulators.printer import effects, plain
from emulators.printer.events import LineBurnt
from emulators.printer.profiles import TM_T88V, Profile, profile
from emulators.printer.runs import Runs
from tests.emulators.printer.receipts import receipt
from tests.emulators.printer.rig import Rig

COMMANDS = (
    *(b"\x1bE\x01", b"\x1bE\x00", b"\x1b!\x31", b"\x1b!\x00", b"\x1d!\x11", b"\x1b-\x02"),
    *(b"\x1dB\x01", b"\x1b{\x00", b"\x1ba\x01", b"\x1bt\x10", b"\x1bR\x02"),
    *(b"\x1b3\x05", b"\x1b2", b"\x1dL\x40\x00", b"\x1b \x03", b"\x1bV\x01", b"\x1c&", b"\x1c."),
    *(b"\x0c", b"\x1b@", b"\t", b"\n", b"\r", b"\x1b=\x01"),
    *(b"\x1b$\x50\x00", b"\x1dV\x00", b"\x1b%\x01", b"\x1bd\x03", b"\x1d^\x02\x00\x00"),
    *(
        b"\x10\x04\x01",
        b"\x1dr\x01",
        b"\x1d(H\x06\x00\x30\x30abcd",
        b"\x1da\xff",
        b"\x1bp\x00\x01\x01",
    ),
    *(b"\x1dk\x024006381333931\x00", b"\x1dv0\x00\x02\x00\x03\x00\xff\xff\x00\x00\xaa\xaa"),
    *(b"\x1b", b"\x1d", b"\x05", b"half a line", b"4111111111111111\n", b"4006381333931 0\n"),
)
TEXTS = st.binary(max_size=50).map(lambda data: bytes(0x20 + c % 0xE0 for c in data) + b"\n")
ORDINARY = st.sampled_from([b"Item 1   2 x 3.50   7.00\n", b"TOTAL  7.00  \n", b"-" * 42 + b"\n"])
SELDOM = st.sampled_from((b"\x1b=\x00", b"\x1bL", b"\x1d:", b"\x1b{\x01", b"x" * 300 + b"\n"))
MOSTLY = st.one_of(ORDINARY, ORDINARY.map(lambda line: line * 7), st.sampled_from(COMMANDS), TEXTS)
STREAMS = st.tuples(
    st.lists(MOSTLY, max_size=20), SELDOM | st.just(b""), st.lists(MOSTLY, max_size=20)
).map(lambda parts: b"".join(parts[0]) + parts[1] + b"".join(parts[2]))
FAULTS = (
    *("", "printer.paper_out@line(3)", "printer.paper_out@row(40)", "printer.cover_open@row(90)"),
    *("printer.power_cut@line(2)", "printer.paper_near_end@line(4)", "printer.cutter_jam@line(1)"),
)
MISHAPS: tuple[Effect | None, ...] = (
    *(None, None, None, effects.OpenCover(), effects.CloseCover(), effects.PowerOff()),
    *(effects.PowerOn(), effects.FailHead(reported=False), effects.JamPaper(3), effects.ClearJam()),
    *(effects.LoadPaper(), effects.KillDots(frozenset({20}))),
)
MODELS = (TM_T88V, profile("generic-58"), profile("TM-m30"))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first line of a look is as plain as the fifth."""
    monkeypatch.setattr(plain, "_WORTH_LINES", 1)


def happened(
    model: Profile, roll_mm: float | None, fault: str, pieces: list[tuple[bytes, Effect | None]]
) -> tuple[list[Event], bytes]:
    """Everything that was recorded (dots by the name of their blob), and all answers."""
    rig = Rig(model, roll_mm=roll_mm)
    if fault:
        rig.arm(fault)
    conn, answers = 1, b""
    for data, mishap in pieces:
        if mishap is not None:
            rig.undergo(mishap)
        if conn not in rig.printer.snapshot().connections:
            conn += 1
            rig.connect(conn)
        rig.pour(data, conn)
        answers += bytes(rig.sent[conn])
    rig.printer.finish()
    return list(rig.history.events), answers


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    STREAMS,
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(MISHAPS)), max_size=5),
    st.sampled_from(MODELS),
    st.sampled_from((None, 8.0, 30.0, 120.0)),
    st.sampled_from(FAULTS),
)
def test_runs_leave_everything_as_it_is(
    data: bytes,
    cuts: list[tuple[float, Effect | None]],
    model: Profile,
    roll_mm: float | None,
    fault: str,
) -> None:
    ends = sorted((int(share * len(data)), number) for number, (share, _) in enumerate(cuts))
    places = [0, *(at for at, _ in ends), len(data)]
    mishaps = [None, *(cuts[number][1] for _, number in ends)]
    pieces = [(data[a:b], mishap) for (a, b), mishap in zip(pairwise(places), mishaps, strict=True)]
    in_runs = happened(model, roll_mm, fault, pieces)
    with pytest.MonkeyPatch.context() as one_by_one:
        one_by_one.setattr(Runs, "go", lambda _: 0)
        assert happened(model, roll_mm, fault, pieces) == in_runs


def test_most_lines_of_a_receipt_are_printed_in_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = []
    go = Runs.go

    def counted(runs: Runs) -> int:
        rows.append(go(runs))
        return rows[-1]

    monkeypatch.setattr(Runs, "go", counted)
    rig = Rig()
    rig.pour(receipt(lines=40))
    assert len(rig.lines) == 44
    assert sum(rows) > 40 * 24
    assert len(rows) < 60


def test_a_run_ends_where_an_armed_fault_wants_to_be_asked() -> None:
    rig = Rig()
    rig.feed(b"before\n" * 6)
    rig.arm("printer.paper_out@line(4)")
    rig.feed(b"after\n" * 10)
    assert rig.lines == ["before"] * 6 + ["after"] * 4


def test_a_slip_of_nine_metres_ends_at_the_same_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[tuple[bytes, Effect | None]] = [(b"\x1d!\x11" + b"long\n" * 1400, None)]
    in_runs = happened(TM_T88V, None, "", pieces)
    assert in_runs[0][-1].payload.key() == "2"
    monkeypatch.setattr(Runs, "go", lambda _: 0)
    assert happened(TM_T88V, None, "", pieces) == in_runs


@pytest.mark.parametrize("spoilt", [effects.JamPaper(40), effects.JamPaper(10_000)])
def test_lines_on_paper_that_does_not_move_are_no_run(
    monkeypatch: pytest.MonkeyPatch, spoilt: Effect
) -> None:
    pieces: list[tuple[bytes, Effect | None]] = [(b"good\n" * 8, None), (b"bad\n" * 8, spoilt)]
    in_runs = happened(TM_T88V, None, "", pieces)
    bad = [one.payload for one in in_runs[0] if getattr(one.payload, "line_text", "") == "bad"]
    assert not any(line.legible for line in bad if isinstance(line, LineBurnt))
    monkeypatch.setattr(Runs, "go", lambda _: 0)
    assert happened(TM_T88V, None, "", pieces) == in_runs
