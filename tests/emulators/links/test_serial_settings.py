"""Wrong serial settings: what a receiver at another rate makes of it."""

import os
import termios
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulators.faults.fault import parse_fault
from emulators.faults.nemesis import Nemesis
from emulators.history import History
from emulators.links.impairments.serial_settings import checked, received
from emulators.links.pty import PtyLink
from tests.emulators.links.conftest import Remembering
from tests.emulators.links.test_tcp import until


@pytest.mark.parametrize("byte", range(256))
def test_the_same_rate_reads_what_was_sent(byte: int) -> None:
    assert received(byte, 38400, 38400) == bytes([byte])


@pytest.mark.parametrize(
    ("byte", "sent", "read", "got"),
    [
        (0x00, 9600, 19200, b"\x00"),  # nine bits at 0: twice as many of the receiver's
        (0x55, 9600, 19200, b"\x66\xe6"),  # each bit is seen twice; the line rests in the end
        (0x00, 19200, 9600, b"\xf8"),  # three of its bits at 0, then the line rests
        (0xFF, 38400, 9600, b""),  # the start bit is too short to be seen
    ],
)
def test_another_rate_reads_something_else(byte: int, sent: int, read: int, got: bytes) -> None:
    assert received(byte, sent, read)[: len(got) or None] == got


def test_a_parity_that_nobody_sent() -> None:
    assert [checked(byte, "none") for byte in b"AB"] == [b"A", b"B"]
    assert checked(0b111, "even") == b"\x07"
    assert checked(0b11, "even") == b"?"
    assert checked(0b11, "odd") == b"\x03"


@pytest.fixture
def link(
    history: History,
    device: Remembering,
    loop: "object",
    nemesis: Nemesis,
    tmp_path: Path,
) -> Iterator[PtyLink]:
    link = PtyLink(history.recorder("printer.link"), device, loop, tmp_path / "tty")  # type: ignore[arg-type]
    nemesis.attach("printer.link", link)
    link.listen()
    yield link
    link.stop()


def test_it_is_the_rate_that_the_pos_has_set(
    link: PtyLink, device: Remembering, loop: "object", nemesis: Nemesis
) -> None:
    nemesis.arm(parse_fault("printer.wrong_serial_settings:baudrate=9600"))
    fd = os.open(link.path, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(fd)
    settings = termios.tcgetattr(fd)
    for speed, arrives in ((termios.B9600, True), (termios.B19200, False)):
        settings[4] = settings[5] = speed
        termios.tcsetattr(fd, termios.TCSANOW, settings)
        device.got.clear()
        os.write(fd, b"TOTAL")
        until(loop, lambda: device.got)  # type: ignore[arg-type]
        assert (b"".join(device.got) == b"TOTAL") is arrives
    os.close(fd)
