"""``tillproof printer`` on TCP: real processes, real sockets, python-escpos as the POS."""

import os
import random
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from escpos.printer import Network
from PIL import Image

from .child import DEADLINE_S, TILLPROOF, Child

CUT = b"\x1dV\x00"
ASK_PAPER = b"\x10\x04\x04"  # DLE EOT 4


@pytest.fixture
def printer() -> Iterator[Child]:
    with Child("printer", "--listen", "127.0.0.1:0") as child:
        yield child


def connect(address: tuple[str, int]) -> socket.socket:
    return socket.create_connection(address, DEADLINE_S)


def send(address: tuple[str, int], data: bytes) -> None:
    with connect(address) as pos:
        pos.sendall(data)


def test_a_slip_comes_to_standard_output_between_its_marks(printer: Child) -> None:
    send(printer.address(), b"TILLPROOF\n\nTOTAL 12.50\n" + CUT)
    assert printer.out.until("end of slip") == [
        "=== slip 1 ===",
        "TILLPROOF",
        "TOTAL 12.50",
        "=== end of slip 1: cut ===",
    ]


NOHUP = pytest.mark.skipif(
    signal.getsignal(signal.SIGHUP) is signal.SIG_IGN, reason="these tests run under nohup"
)


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGINT, pytest.param(signal.SIGHUP, marks=NOHUP)]
)
def test_a_signal_ends_it_with_status_0_and_the_slip_in_hand_is_told(
    printer: Child, number: signal.Signals
) -> None:
    with connect(printer.address()) as pos:
        pos.sendall(b"half a receipt\n" + ASK_PAPER)
        assert pos.recv(1)
        assert printer.end(number) == 0
    assert printer.out.rest()[1:] == ["half a receipt", "=== end of slip 1: open ==="]


def test_the_address_is_free_again_afterwards(printer: Child) -> None:
    host, port = printer.address()
    with connect((host, port)):
        assert printer.end() == 0
    with Child("printer", "--listen", f"{host}:{port}") as again:
        assert again.address() == (host, port)


def test_a_port_in_use_is_one_line_and_status_3(printer: Child) -> None:
    _, port = printer.address()
    with Child("printer", "--listen", f"127.0.0.1:{port}") as second:
        assert second.process.wait(DEADLINE_S) == 3
        (line,) = second.err.rest()
        assert "is in use" in line
        assert not second.out.rest()


def test_an_address_of_no_interface_is_one_line_and_status_3() -> None:
    with Child("printer", "--listen", "192.0.2.1:0") as child:
        assert child.process.wait(DEADLINE_S) == 3
        (line,) = child.err.rest()
        assert "cannot listen on 192.0.2.1:0" in line


def test_an_address_that_others_reach_is_warned_of() -> None:
    with Child("printer", "--listen", "0.0.0.0:0") as child:
        assert child.out.line().startswith("tcp://0.0.0.0:")
        assert child.err.line().startswith("warning: 0.0.0.0 is open to other machines")
        assert child.end() == 0


def test_paper_out_in_mid_job_and_the_job_goes_on_when_paper_is_loaded() -> None:
    terminal, stdin = os.openpty()
    arguments = ("--listen", "127.0.0.1:0", "--fault", "printer.paper_out@line(3)")
    with Child("printer", *arguments, stdin=stdin) as child:
        os.close(stdin)
        host, port = child.address()
        pos = Network(host, port, timeout=int(DEADLINE_S))
        pos.open()
        for number in range(1, 8):
            pos.textln(f"line {number}")
        pos.cut()
        child.err.until(r"printer\.state.*paper=out")
        assert pos.paper_status() == 0
        os.write(terminal, b"load paper\n")
        first = child.out.until("end of slip")
        second = child.out.until("end of slip")
        assert pos.paper_status() == 2
        pos.close()
        assert child.end() == 0
    os.close(terminal)
    assert [line for line in first if line.startswith("line")] == ["line 1", "line 2", "line 3"]
    assert [line for line in second if line.startswith("line")] == [
        f"line {number}" for number in range(4, 8)
    ]
    assert first[-1].endswith("roll ===")
    assert second[-1].endswith("cut ===")


def test_the_operator_at_the_terminal_is_told_of_mistakes_and_can_quit() -> None:
    terminal, stdin = os.openpty()
    with Child("printer", "--listen", "127.0.0.1:0", stdin=stdin) as child:
        os.close(stdin)
        child.address()
        os.write(terminal, b"dance\nfault printer.no_such\nopen cover\nstatus\nquit\n")
        assert child.process.wait(DEADLINE_S) == 0
        told = child.err.rest()
    os.close(terminal)
    assert told[0].startswith("say one of: load paper")
    assert told[1].startswith("no fault 'printer.no_such'")
    assert "TM-T88V, offline, paper ok, cover open" in told[-1]


def test_a_fault_that_mends_itself_hangs_up_and_comes_back() -> None:
    fault = "printer.power_cut:off_for_ms=1@line(1)"
    with Child("printer", "--listen", "127.0.0.1:0", "--fault", fault) as child:
        address = child.address()
        with connect(address) as pos:
            pos.sendall(b"lost\n")
            with pytest.raises(ConnectionResetError):
                pos.recv(1)
        child.err.until(r"link\.state.*up")
        send(address, b"found\n" + CUT)
        assert "found" in child.out.until("end of slip")


def test_pictures_are_numbered_on_from_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "slip-0007.png").write_bytes(b"evidence")
    with Child("printer", "--listen", "127.0.0.1:0", "--slips", tmp_path) as child:
        send(child.address(), b"TOTAL 12.50\n" + CUT)
        child.out.until("end of slip")
        assert child.end() == 0
    with Image.open(tmp_path / "slip-0008.png") as picture:
        assert picture.width == 512
        assert picture.convert("L").getextrema() == (0, 255)
    assert (tmp_path / "slip-0007.png").read_bytes() == b"evidence"


def test_the_history_is_kept_when_a_folder_is_named(tmp_path: Path) -> None:
    with Child("printer", "--listen", "127.0.0.1:0", "--results-dir", tmp_path) as child:
        send(child.address(), b"TOTAL 12.50\n" + CUT)
        child.out.until("end of slip")
        assert child.end() == 0
    assert "TOTAL 12.50" in (tmp_path / "latest" / "history.jsonl").read_text("utf-8")


def test_random_bytes_are_passed_over_and_the_next_receipt_is_whole(printer: Child) -> None:
    address = printer.address()
    send(address, random.Random(7).randbytes(20_000))
    with connect(address) as pos:
        # Whatever the bytes have switched on is cleared in real time, then set back.
        pos.sendall(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08" + b"\x1b=\x01\x1b@")
        pos.sendall(b"\nafter the storm\n" + CUT)
        printer.out.until("after the storm")
    assert printer.end() == 0


def test_two_hundred_connections_at_once_and_one_prints(printer: Child) -> None:
    address = printer.address()
    crowd = [connect(address) for _ in range(200)]
    crowd[0].sendall(b"the first one\n" + CUT)
    printer.out.until("the first one")
    for pos in crowd:
        pos.close()
    while not printed(address, b"one more\n" + CUT):
        pass  # the crowd is still there
    printer.out.until("one more")
    assert printer.end() == 0


def printed(address: tuple[str, int], data: bytes) -> bool:
    """Send ``data``; False: the printer has hung up, for there are too many."""
    with connect(address) as pos, suppress(ConnectionError):
        pos.sendall(data + ASK_PAPER)
        return bool(pos.recv(1))
    return False


def test_a_reader_who_stops_reading_stops_nobody() -> None:
    """More slips than a pipe holds, and nobody reads standard output but its first line."""
    with subprocess.Popen(
        [*TILLPROOF, "printer", "--listen", "127.0.0.1:0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    ) as process:
        assert process.stdout is not None
        host, port = process.stdout.readline().decode().strip().removeprefix("tcp://").split(":")
        with connect((host, int(port))) as pos:
            pos.sendall(((b"x" * 40 + b"\n") * 20 + CUT) * 400 + ASK_PAPER)
            assert pos.recv(1) == b"\x12"
        process.terminate()
        assert process.wait(DEADLINE_S) == 0


def test_epos_print_over_http() -> None:
    body = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        '<epos-print xmlns="http://www.epson-pos.com/schemas/2011/03/epos-print">'
        '<text>TOTAL 9.99&#10;</text><cut type="feed"/></epos-print></s:Body></s:Envelope>'
    )
    with Child("printer", "--epos", "127.0.0.1:0") as child:
        url = child.out.line()
        assert url.endswith("/cgi-bin/epos/service.cgi")
        asked = urllib.request.Request(f"{url}?devid=local_printer&timeout=9000", body.encode())  # noqa: S310
        with urllib.request.urlopen(asked, timeout=DEADLINE_S) as answer:  # noqa: S310
            assert b'success="true" code=""' in answer.read()
        assert child.out.until("end of slip")[1] == "TOTAL 9.99"
