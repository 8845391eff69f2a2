"""Whole lines of text go a short way; it leads to the same paper as the long one."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from emulators.events import Payload
from emulators.printer import plain
from tests.emulators.printer.rig import Rig

LOOKS = (
    *(b"\x1bE\x01", b"\x1bE\x00", b"\x1b!\x31", b"\x1b!\x00", b"\x1d!\x77", b"\x1d!\x11"),
    *(b"\x1b-\x02", b"\x1dB\x01", b"\x1b{\x01", b"\x1b{\x00", b"\x1ba\x01", b"\x1ba\x02"),
    *(b"\x1bt\x10", b"\x1bR\x02", b"\x1b3\x05", b"\x1b2", b"\x1dL\x40\x00", b"\x1b \x03"),
    *(b"\x1bV\x01", b"\x1bV\x00", b"\x1c&", b"\x1c.", b"\x1bL", b"\x0c", b"\x1b@", b"\t"),
    *(b"\x1b=\x00", b"\x1b=\x01", b"\x1b$\x50\x00", b"\x1dV\x00", b"\x1b%\x01"),
)
LINES = st.binary(min_size=0, max_size=60).map(lambda b: bytes(0x20 + c % 0xE0 for c in b) + b"\n")
STREAMS = st.lists(st.one_of(st.sampled_from(LOOKS), LINES), max_size=12).map(b"".join)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The short way from the first line on."""
    monkeypatch.setattr(plain, "_WORTH_LINES", 1)


def printed(chunks: list[bytes]) -> list[Payload]:
    rig = Rig(roll_mm=60)
    for chunk in chunks:
        rig.feed(chunk)
    rig.printer.finish()
    return [event.payload for event in rig.history.events]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(b"\x1c&" + b" " * 50 + b"\x81\n")  # half a character behind a line that is full
@given(STREAMS)
def test_whole_lines_print_as_byte_by_byte(data: bytes) -> None:
    one_by_one = [data[at : at + 1] for at in range(len(data))]
    assert printed([data]) == printed(one_by_one)


def test_a_card_number_on_a_line_cut_short_is_masked() -> None:
    rig = Rig(roll_mm=9)
    rig.feed(b"\n\x1d!\x11" + b"4111111111111111\n")
    rig.printer.finish()
    assert rig.slips[-1].text == ("411111******1111",)
    assert not rig.slips[-1].complete
