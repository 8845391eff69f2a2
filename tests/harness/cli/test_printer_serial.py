"""``tillproof printer --pty``: pyserial as the POS."""

import re
from pathlib import Path

import serial

from .child import DEADLINE_S, Child
from .test_printer import ASK_PAPER, CUT, send


def test_a_serial_line_under_its_path_and_nothing_left_of_it(tmp_path: Path) -> None:
    path = tmp_path / "ttyTILL"
    with Child("printer", "--pty", path) as child:
        assert child.out.line() == f"serial://{path}?baudrate=38400"
        with serial.Serial(str(path), 38400, timeout=DEADLINE_S) as pos:
            pos.write(b"TOTAL 12.50\n" + CUT + ASK_PAPER)
            assert pos.read(1) == b"\x12"
        assert "TOTAL 12.50" in child.out.until("end of slip")
        assert child.end() == 0
    assert not path.is_symlink()


def test_network_and_serial_line_of_one_printer(tmp_path: Path) -> None:
    path = tmp_path / "ttyTILL"
    with Child("printer", "--listen", "127.0.0.1:0", "--pty", path) as child:
        address = child.address()
        assert child.out.line().startswith(f"serial://{path}")
        send(address, b"over the network\n" + CUT)
        assert "over the network" in child.out.until("end of slip")
        with serial.Serial(str(path), timeout=DEADLINE_S) as pos:
            pos.write(b"over the wire\n" + CUT)
            assert "over the wire" in child.out.until("end of slip")
        assert child.end() == 0


def test_a_path_that_another_printer_serves_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ttyTILL"
    with Child("printer", "--pty", path) as first:
        first.out.line()
        with Child("printer", "--pty", path) as second:
            assert second.process.wait(DEADLINE_S) == 3
            assert re.search("is there already", second.err.line())
        with serial.Serial(str(path), timeout=DEADLINE_S) as pos:
            pos.write(ASK_PAPER)
            assert pos.read(1) == b"\x12"


def test_a_path_that_a_killed_printer_left_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "ttyTILL"
    path.symlink_to(tmp_path / "gone")
    with Child("printer", "--pty", path) as child:
        child.out.line()
        assert path.readlink() != tmp_path / "gone"
        assert child.end() == 0
