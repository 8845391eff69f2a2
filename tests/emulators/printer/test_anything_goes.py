"""Any bytes and any mishaps in any order: never an exception, never more than the model holds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from emulators.effects import Effect
from emulators.printer import effects
from emulators.printer.events import LineBurnt, RowsFed, StateChanged
from emulators.printer.profiles import TM_T88V
from tests.emulators.printer.rig import Rig
from tests.emulators.printer.test_framer import streams

mishaps = st.sampled_from(
    [
        effects.EndPaper(),
        effects.EndPaper(7),
        effects.LoadPaper(),
        effects.OpenCover(),
        effects.CloseCover(),
        effects.FailHead(),
        effects.FailHead(reported=False),
        effects.ReplaceHead(),
        effects.PowerOff(),
        effects.PowerOn(),
        effects.TearPaper(),
        effects.RunLow(),
        effects.ReversePaper(),
        effects.JamPaper(3),
        effects.ClearJam(),
        effects.StickSensor("present"),
        effects.StickSensor("out"),
        effects.StickSensor("works"),
        effects.KillDots((0, 5, 700)),
        effects.WearHead(0.5),
        effects.OverheatHead(),
        effects.CoolHead(),
        effects.JamCutter(),
        effects.FreeCutter(by_command=True),
        effects.Brownout(),
        effects.Hold("button"),
        effects.Hold(),
        effects.StickDrawer(open_reading=True),
        effects.FreeDrawer(),
        effects.SpeakStar(),
        effects.SpeakOwn(),
        effects.AssumeCodePage(17),
    ]
)
specs = st.builds(
    "{}@{}({})".format,
    st.sampled_from(
        [
            "printer.paper_out",
            "printer.cover_open",
            "printer.power_cut",
            "printer.head_failure:reported=no",
            "printer.brownout",
            "printer.cutter_jam:by_command=yes",
            "printer.foreign_language",
        ]
    ),
    st.sampled_from(["row", "line"]),
    st.integers(1, 60),
)
calls = st.sampled_from(["connect", "disconnect", "mend"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(streams, mishaps, specs, calls), max_size=20))
def test_anything_in_any_order(steps: list[bytes | Effect | str]) -> None:
    rig = Rig()
    for number, step in enumerate(steps, start=2):
        match step:
            case bytes():
                rig.feed(step, conn=max(rig.sent))
            case Effect():
                rig.undergo(step)
            case "connect":
                rig.connect(number)
            case "disconnect":
                rig.printer.disconnect(min(rig.sent))
                rig.clock.advance()
            case "mend":
                rig.mend()
            case str():
                rig.arm(step)
        assert rig.printer.snapshot().buffered_bytes <= TM_T88V.receive_buffer_bytes
    rig.printer.finish()
    spoiled = {"paper_jam", "sensor_present"} & {state.why for state in rig.of(StateChanged)}
    if not spoiled:
        _rows_add_up(rig)


def _rows_add_up(rig: Rig) -> None:
    """Every row that is told of stands on a slip, and no other."""
    told = sum(item.rows for item in (*rig.of(LineBurnt), *rig.of(RowsFed)))
    on_slips = sum(slip.height_dots for slip in rig.slips) + rig.printer.snapshot().slip_rows
    assert told == on_slips
