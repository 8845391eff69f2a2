"""``tillproof doctor``: what it says of a set-up."""

import re
import sys
from pathlib import Path

import pytest

from harness.config import Config, load_config
from harness.doctor import BAD, NOTE, OK, Finding, examine
from harness.paths import data_dir

from .conftest import MakeConfig

POS = data_dir("fixtures") / "pos"


def configured(folder: Path, text: str) -> Config:
    path = folder / "tillproof.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def found(config: Config, folder: Path) -> dict[str, Finding]:
    return {one.topic: one for one in examine(config, folder / "bench")}


def test_a_command_that_is_not_there(tmp_path: Path) -> None:
    findings = found(configured(tmp_path, '[pos]\ncommand = ["no-such-till"]\n'), tmp_path)
    assert findings["POS"] == Finding("POS", BAD, "pos.command: 'no-such-till' is not there")
    assert "hello" not in findings
    assert "duplicate" in findings["built-in patterns"].text


@pytest.mark.parametrize(
    ("model", "ends", "told"),
    [("generic-58", "cut", True), ("generic-58", "feed", False), ("TM-T88V", "cut", False)],
)
def test_a_printer_without_a_cutter(tmp_path: Path, model: str, ends: str, *, told: bool) -> None:
    text = f'[printer]\nprofile = "{model}"\n[receipt]\nends = "{ends}"\n'
    config = configured(tmp_path, f'[pos]\ncommand = ["no-such-till"]\n{text}')
    assert ("cutter" in found(config, tmp_path)) is told


def test_a_program_that_is_no_pos(tmp_path: Path) -> None:
    command = f'command = ["{sys.executable}", "-c", "pass"]'
    findings = found(configured(tmp_path, f"[pos]\n{command}\n"), tmp_path)
    assert findings["hello"].state == BAD
    assert "trial sale" not in findings


def test_a_pattern_that_does_not_say_where_the_value_is(tmp_path: Path) -> None:
    command = '[pos]\ncommand = ["no-such-till"]\n'
    findings = found(configured(tmp_path, command + "[receipt]\ntotal = 'TOTAL'\n"), tmp_path)
    assert findings["receipt.total"].state == NOTE
    assert "brackets say which part is" in findings["receipt.total"].text


def test_own_patterns_are_shown_as_they_are_written(tmp_path: Path) -> None:
    own = '[pos]\ncommand = ["no-such-till"]\n[receipt]\ntrace = "No (?P<value>[0-9]+)"\n'
    findings = found(configured(tmp_path, own), tmp_path)
    assert findings["receipt.trace"].text == "No (?P<value>[0-9]+)"
    assert "trace" not in findings["built-in patterns"].text.split(", ")


@pytest.mark.slow
def test_the_reference_is_well(tmp_path: Path) -> None:
    findings = found(
        configured(tmp_path, f'[pos]\ncommand = ["{sys.executable}", "{POS}"]\n'), tmp_path
    )
    assert not [one for one in findings.values() if one.state == BAD]
    assert findings["trial sale"].text == "approved, receipt printed"
    assert findings["slip 1"].text.startswith("customer copy: total 12.34, trace 000001, rrn ")
    assert findings["slip 2"].state == OK
    assert "pos.wrong_printer" not in findings or findings["not applicable"].state == NOTE


@pytest.mark.slow
def test_a_pattern_that_finds_nothing_is_told(tmp_path: Path) -> None:
    command = f'command = ["{sys.executable}", "{POS}"]'
    text = f"[pos]\n{command}\n[receipt]\nauth = 'APPROVAL (\\w+)'\n"
    slip = found(configured(tmp_path, text), tmp_path)["slip 1"]
    assert slip.state == NOTE
    assert "; not found: auth (set a pattern in [receipt])" in slip.text
    assert re.search(r"the slip says: .*AUTH \w{6}", slip.text)


@pytest.mark.slow
def test_a_slip_without_a_known_total_is_quoted(tmp_path: Path) -> None:
    """What has to be changed can be read off the finding."""
    folder = Path(__file__).parents[1] / "fixtures"
    command = f'command = ["{sys.executable}", "-m", "small_till", "amount={{whole}}-{{part}}"]'
    text = f'[pos]\n{command}\nenv = {{ PYTHONPATH = "{folder}" }}\n'
    slip = found(configured(tmp_path, text), tmp_path)["slip 1"]
    assert slip.state == BAD
    assert "not found: total" in slip.text
    assert "TOTAL 12-34" in slip.text


@pytest.mark.slow
def test_a_merchant_copy_that_no_slip_reads_as_is_told(tmp_path: Path) -> None:
    """Else each sale would be accused of two originals for the customer."""
    command = f'command = ["{sys.executable}", "{POS}"]'
    text = f"[pos]\n{command}\n[receipt]\ncopy = 'NO SUCH WORDS'\n"
    finding = found(configured(tmp_path, text), tmp_path)["merchant copy"]
    assert finding.state == BAD
    assert "(?P<merchant>" in finding.text


@pytest.mark.parametrize(
    ("message", "state", "said"),
    [
        (b"", NOTE, "it got nothing: no connection to TILLPROOF_ACQUIRER, or no whole message"),
        (b"junk", BAD, "it got a message that it cannot read: "),
        (
            b"09000220000000800000" + b"1122120000" + b"000001" + b"TP000001",
            BAD,
            "it answered 0900 with 12: the dialect has no such message (dialects.md)",
        ),
    ],
)
def test_a_sale_that_is_not_approved_is_told_with_what_the_host_got(
    tiny: MakeConfig, tmp_path: Path, message: bytes, state: str, said: str
) -> None:
    """A till says no more than that the bank cannot be reached."""
    selling = f"""
        import os, socket
        plain = answer
        host, _, port = os.environ["TILLPROOF_ACQUIRER"].removeprefix("tcp://").partition(":")

        def answer(method, params):
            if method == "sale" and {message!r}:
                with socket.create_connection((host, int(port))) as line:
                    line.sendall({len(message).to_bytes(2, "big") + message!r})
                    line.settimeout(0.5)
                    try:
                        line.recv(1)
                    except OSError:
                        pass
            return plain(method, params)
    """
    finding = found(tiny(selling), tmp_path)["host"]
    assert finding.state == state
    assert finding.text.startswith(said)


def test_a_class_in_virtual_time(tmp_path: Path) -> None:
    """As ``run`` and ``explore`` take it."""
    (tmp_path / "jumps.py").write_text("from tests.harness.virtual.conftest import SmallTill\n")
    text = '[pos]\ndriver = "python"\nclass = "jumps:SmallTill"\n'
    findings = found(configured(tmp_path, text), tmp_path)
    assert findings["hello"] == Finding("hello", OK, "Small 1: sale.cash")
    assert "trial sale" in findings


def test_a_class_that_cannot_be_imported(tmp_path: Path) -> None:
    text = '[pos]\ndriver = "python"\nclass = "none_such:Till"\n'
    findings = found(configured(tmp_path, text), tmp_path)
    assert findings["POS"].state == BAD
    assert "none_such" in findings["POS"].text
