"""Any bytes and any mishaps in any order: never an exception, never more than the model holds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from emulators.history import Effect
from emulators.printer import effects
from emulators.printer.events import LineBurnt, RowsFed
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
        ]
    ),
    st.sampled_from(["row", "line"]),
    st.integers(1, 60),
)
calls = st.sampled_from(["connect", "disconnect", "mend"])


@settings(max_examples=30)
@given(st.lists(st.one_of(streams, mishaps, specs, calls), max_size=12))
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
    _rows_add_up(rig)


def _rows_add_up(rig: Rig) -> None:
    """Every row that is told of stands on a slip, and no other."""
    told = sum(item.rows for item in (*rig.of(LineBurnt), *rig.of(RowsFed)))
    on_slips = sum(slip.height_dots for slip in rig.slips) + rig.printer.snapshot().slip_rows
    assert told == on_slips
