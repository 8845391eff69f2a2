"""Lines that go through the tap together: neither printer nor History sees a difference."""

import pytest
from hypothesis import given, settings

from emulators.printer import plain
from emulators.printer.events import Cut, LineBurnt, RowsFed, SlipEnded
from emulators.printer.framer import Token
from harness.lab.tap import Tap
from tests.emulators.printer.receipts import receipt
from tests.emulators.printer.test_runs import STREAMS
from tests.harness.lab.rig import Rig
from tests.harness.lab.test_tap import without_ours

ON_PAPER = (LineBurnt, RowsFed, Cut, SlipEnded)


def through(data: bytes, *, together: bool) -> tuple[list[object], bytes, list[int]]:
    """What is on the paper, and what printer and POS got; urgent answers come at any time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "_WORTH_LINES", 1)
        if not together:
            patch.setattr(Tap, "_pass_lines", lambda _: False)
        rig = Rig()
        rig.feed(data)
        rig.tap.finish()
    events = [one.payload for one in rig.history.events]
    on_paper: list[object] = [payload for payload in events if isinstance(payload, ON_PAPER)]
    return on_paper, without_ours(bytes(rig.cable.sent)), sorted(rig.lines[1].heard)


@settings(max_examples=30, deadline=None)
@given(STREAMS)
def test_lines_together_leave_everything_as_it_is(data: bytes) -> None:
    assert through(data, together=True) == through(data, together=False)


def test_most_lines_of_a_receipt_go_together(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = []
    send = Tap._send

    def counted(tap: Tap, token: Token, conn: int) -> None:
        alone.append(token)
        send(tap, token, conn)

    monkeypatch.setattr(Tap, "_send", counted)
    rig = Rig()
    rig.feed(receipt() * 2)
    assert len(rig.printed) == 88
    assert len(alone) < 40
    assert {certainty for _, certainty in rig.printed} == {"known"}


def test_a_real_time_command_keeps_its_place_between_lines() -> None:
    rig = Rig()
    data = b"line\n" * 9 + b"\x10\x04\x01" + b"line\n" * 9
    assert rig.feed(data) == b"\x12"
    assert without_ours(bytes(rig.cable.sent)) == data
    assert len(rig.printed) == 18


def test_a_question_behind_lines_gets_the_answer_and_ours_stays_with_us() -> None:
    rig = Rig()
    assert rig.feed(b"line\n" * 9 + b"\x1dr\x01") == b"\x00"
    assert len(rig.printed) == 9
