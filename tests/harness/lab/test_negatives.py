"""Pictures are made when no bytes have to go through; what is kept of a run is the same."""

import pytest

from emulators.printer.events import SlipEnded
from emulators.printer.paper import Slip
from emulators.printer.png import Film
from harness.lab import negatives
from harness.lab.negatives import Negatives
from tests.emulators.printer.receipts import picture, receipt
from tests.harness.lab.rig import Rig

DAY = receipt(1) + picture(300) + receipt(2)


def test_no_picture_is_made_while_bytes_go_through(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    blob = Negatives.blob

    def draw(held: Negatives, slip: Slip) -> str:
        drawn.append(slip.number)
        return blob(held, slip)

    monkeypatch.setattr(Negatives, "blob", draw)
    rig = Rig()
    rig.feed(DAY)
    assert len(rig.tap.mechanism.engine.paper.slip.text) == 0  # all of it is proved
    assert drawn == []
    slips = rig.slips
    assert drawn == [1, 2, 3]
    assert all(rig.history.blobs.get(slip.blob).startswith(b"\x89PNG") for slip in slips)


def test_evidence_is_what_it_is_when_every_slip_is_drawn_at_once() -> None:
    later, now = Rig(), Rig()
    later.feed(DAY)

    now.history.subscribe(lambda _: None)  # somebody looks on
    now.feed(DAY)
    assert later.history.events == now.history.events
    assert [later.history.blobs.get(slip.blob) for slip in later.slips] == [
        now.history.blobs.get(slip.blob) for slip in now.slips
    ]


def slip(number: int, lines: int) -> Slip:
    return Slip(number, Film(512, 180), stretches=[1] * lines)


def test_the_oldest_pictures_are_made_when_too_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(negatives, "MOST_BYTES", slip(1, 10).held_bytes * 2)
    made: list[int] = []

    def picture_of(one: Slip) -> bytes:
        made.append(one.number)
        return b"png"

    held = Negatives(picture_of, bytes.decode)
    slips = [slip(number, 10) for number in range(1, 5)]
    for one in slips:
        held.hold(one)
    assert made == [1, 2]
    assert slips[0].held_bytes == 0
    assert [held.blob(one) for one in reversed(slips)] == ["png"] * 4
    assert made == [1, 2, 4, 3]


def test_a_long_slip_is_drawn_as_it_grows() -> None:
    rig = Rig()
    rig.feed(b"a line\n" * 400)
    slip = rig.tap.mechanism.engine.paper.slip
    assert slip.height - slip.film.height <= rig.tap.mechanism.engine.undrawn_rows
    rig.feed(b"\x1dV\x00")
    assert len(rig.of(SlipEnded)) == 1
