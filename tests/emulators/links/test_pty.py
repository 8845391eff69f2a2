"""The serial line with a real pseudo-terminal and pyserial."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serial

from emulators.faults.fault import parse_fault
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from emulators.links import pty
from emulators.links.pty import PtyError, PtyLink

from .conftest import Remembering

DEADLINE_S = 60.0


@pytest.fixture
def link(
    history: History,
    device: Remembering,
    loop: asyncio.AbstractEventLoop,
    nemesis: Nemesis,
    tmp_path: Path,
) -> Iterator[PtyLink]:
    link = PtyLink(history.recorder("printer.link"), device, loop, tmp_path / "ttyTILL")
    nemesis.attach("printer.link", link)
    link.listen()
    yield link
    link.stop()


def until(loop: asyncio.AbstractEventLoop, condition: Callable[[], object]) -> None:
    async def wait() -> None:
        async with asyncio.timeout(DEADLINE_S):
            while not condition():
                await asyncio.sleep(0)

    loop.run_until_complete(wait())


def test_every_byte_goes_through_unchanged_both_ways(
    link: PtyLink, device: Remembering, loop: asyncio.AbstractEventLoop
) -> None:
    every = bytes(range(256))
    with serial.Serial(str(link.path), 38400, timeout=DEADLINE_S) as pos:
        pos.write(every)
        until(loop, lambda: sum(map(len, device.got)) == 256)
        device.lines[1].send(every)
        assert pos.read(256) == every
    assert b"".join(device.got) == every


def test_unplugged_the_pos_gets_an_error_and_the_path_returns_when_plugged_in(
    link: PtyLink, device: Remembering, nemesis: Nemesis, loop: asyncio.AbstractEventLoop
) -> None:
    with serial.Serial(str(link.path), timeout=DEADLINE_S) as pos:
        nemesis.arm(parse_fault("printer.link.down@now"))
        with pytest.raises((serial.SerialException, OSError)):
            pos.read(1)
    assert not link.path.exists()
    nemesis.mend()
    with serial.Serial(str(link.path)) as pos:
        pos.write(b"again")
        until(loop, lambda: device.got)
    assert b"".join(device.got) == b"again"


def test_opening_and_closing_many_times_loses_nothing(
    link: PtyLink, device: Remembering, loop: asyncio.AbstractEventLoop
) -> None:
    for number in range(5):
        with serial.Serial(str(link.path)) as pos:
            pos.write(b"%d" % number)
            pos.flush()
        until(loop, lambda wanted=number + 1: len(b"".join(device.got)) == wanted)
    assert b"".join(device.got) == b"01234"


def test_a_file_in_the_way_is_never_overwritten(
    history: History, device: Remembering, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    path = tmp_path / "precious"
    path.write_text("mine")
    link = PtyLink(history.recorder("printer.link"), device, loop, path)
    with pytest.raises(PtyError, match="choose another path"):
        link.listen()
    link.stop()
    assert path.read_text() == "mine"


def test_a_path_never_leads_to_a_terminal_that_is_given_up(
    link: PtyLink, nemesis: Nemesis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its number may be another line's at once: a till must not print on a stranger's printer."""
    stood: list[bool] = []
    give_up = pty._let_go

    def watched(holder: object) -> None:
        stood.append(link.path.is_symlink())
        give_up(holder)

    monkeypatch.setattr(pty, "_let_go", watched)
    nemesis.arm(parse_fault("printer.link.reset_peer@now"))
    assert stood == [False]
    assert link.path.exists()
