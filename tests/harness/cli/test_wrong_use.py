"""What a user gets wrong is one line on standard error and status 3: never a traceback."""

from pathlib import Path

import pytest

from .conftest import Tillproof

PRINTER = ("printer", "--listen", "127.0.0.1:0")
ACQUIRER = ("acquirer", "--listen", "127.0.0.1:0")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("printer", "--listen", "9100"), "write HOST:PORT"),
        (("printer", "--listen", "127.0.0.1:99999"), "write HOST:PORT"),
        ((*PRINTER, "--profile", "TM-T88W"), "no printer profile 'TM-T88W'"),
        ((*PRINTER, "--fault", "printer.paper"), "did you mean printer.paper_out"),
        ((*PRINTER, "--fault", "printer.paper_out:mm=3"), "it has rows"),
        ((*PRINTER, "--fault", "printer.paper_out@lines(3)"), "no trigger 'lines(3)'"),
        ((*PRINTER, "--fault", "host.down"), "needs 'acquirer'"),
        ((*PRINTER, "--fault", "pos.kill"), "needs 'pos'"),
        ((*PRINTER, "--slips", "{file}"), "cannot be made"),
        ((*PRINTER, "--results-dir", "{file}"), "--results-dir"),
        (("explore", "--rate", "nan", "--list"), "nan is no number"),
        (("explore", "--time-limit", "inf", "--list"), "inf is no number"),
        (("explore", "--time-limit", "0", "--list"), "in no time nothing can be tried"),
        (("explore", "--then", "pos.kill,pos.no", "--depth", "2", "--list"), "no fault 'pos.no'"),
        (("explore", "--then", "pos.kill"), "it needs --depth 2"),
        (("explore", "--then", "pos.nope", "--depth", "2", "--list"), "no fault 'pos.nope'"),
        (("explore", "--page", "{file}"), "--page is of --defect"),
        (("printer", "--pty", "{file}"), "is there already"),
        (("printer", "--pty", "{file}/ttyTILL"), "cannot be made"),
        (("acquirer", "--listen", "[::1]"), "write HOST:PORT"),
        ((*ACQUIRER, "--dialect", "iso2003"), "no dialect 'iso2003'"),
        ((*ACQUIRER, "--books", "{folder}"), "cannot be used"),
        ((*ACQUIRER, "--books", "{file}"), "cannot be used"),
        ((*ACQUIRER, "--late-batch", "ignore"), "one of accept, refuse, auto_close"),
        ((*ACQUIRER, "--currency", "CNY"), "such as 156"),
        ((*ACQUIRER, "--currency", "1000"), "such as 156"),
        ((*ACQUIRER, "--terminal", "TP1"), "write 8 characters"),
        ((*ACQUIRER, "--fault", "host.late_response:after_ms=-1"), "after_ms"),
        (("run", "--matrix", "--only", "no-cut, nope"), "no defect 'nope'"),
        (("explore", "--only", "pos.kill,pos.nope", "--list"), "no fault is called 'pos.nope'"),
        (("render", "{folder}"), "Is a directory"),
        (("render", "{folder}/none.bin"), "No such file"),
        (("render", "{file}", "-o", "out.gif"), "nothing is written as '.gif'"),
        (("render", "{file}", "-o", "{folder}/no/out.png"), "cannot be written"),
        (("render", "{file}", "--slip", "2"), "there are 1 slips"),
        (("render", "{file}", "--profile", "TM-T88W"), "no printer profile"),
    ],
)
def test_one_line_and_status_3(
    tillproof: Tillproof, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"this is neither a folder nor the books of anything\n")
    ended = tillproof(*(word.format(file=file, folder=tmp_path) for word in arguments))
    assert ended.status == 3
    assert ended.err.count("\n") == 1
    assert said in ended.err
    assert not ended.out
    assert file.read_bytes().startswith(b"this is")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    "arguments", [("printer", "--sing"), ("acquirer", "9100"), ("render",), ("prnter",)]
)
def test_options_that_there_are_not(tillproof: Tillproof, arguments: tuple[str, ...]) -> None:
    ended = tillproof(*arguments)
    assert ended.status == 3
    assert ended.err.startswith("tillproof: ")
    assert ended.err.count("\n") == 1
    assert "Traceback" not in ended.err
