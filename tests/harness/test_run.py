"""``tillproof run`` as a user meets it: a folder, a POS, features, an exit status, evidence."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from .conftest import TINY_POS

DEADLINE_S = 180.0

FEATURE = """
Feature: A sale
  Scenario: It is refused
    When the cashier sells 12.50 by card
    Then the sale is failed
    And the customer was not charged
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with a tiny POS, its configuration and one feature."""
    program = tmp_path / "pos.py"
    program.write_text(TINY_POS)
    config = f'[pos]\ncommand = ["{sys.executable}", "-S", "pos.py"]\nreply_within_s = 0.5\n'
    (tmp_path / "tillproof.toml").write_text(config + "recovers_within_s = 1.0\n")
    features = tmp_path / "features"
    features.mkdir()
    (features / "sale.feature").write_text(FEATURE)
    return tmp_path


def tillproof(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "harness", *args]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(
        command,
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )


def override(shop: Path, code: str) -> None:
    """Change what the POS does."""
    (shop / "pos.py").write_text(TINY_POS.replace("#OVERRIDE#", code))


def feature(shop: Path, steps: str, name: str = "x") -> None:
    lines = "\n    ".join(steps.strip().splitlines())
    text = f"Feature: {name}\n  Scenario: {name} scenario\n    {lines}\n"
    (shop / "features" / "sale.feature").write_text(text)


def verdict(shop: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads((shop / "runs/latest/verdict.json").read_text())
    return content


CHINESE = """# language: zh-CN
功能: 消费
  场景: 收银机没有启动
    当收银员刷卡消费12.50元
    那么该笔消费的结果是批准
  场景: 没有开始
    当收银员刷卡消费12.50元
"""


def test_what_was_not_begun_is_told_in_the_language_of_its_feature(shop: Path) -> None:
    (shop / "features" / "sale.feature").write_text(CHINESE)
    override(shop, "raise SystemExit(3)")
    done = tillproof(shop, "run")
    assert done.returncode == 1, done.stderr
    assert "  无法判定  没有开始" in done.stdout, done.stdout
    assert "      运行提前停止\n" in done.stdout
    assert "stopped" not in done.stdout


def test_a_run_that_holds(shop: Path) -> None:
    done = tillproof(shop, "run", "--seed", "7")
    assert done.returncode == 0, done.stderr
    assert "ok  It is refused" in done.stdout
    assert "1 held" in done.stdout
    run = shop / "runs" / "latest"
    for name in ("history.jsonl", "verdict.json", "schedule.json", "report.html", "pos.stderr.log"):
        assert (run / name).is_file(), name
    told = verdict(shop)
    assert (told["verdict"], told["runs"], told["seed"]) == ("pass", 1, 7)
    assert told["pos"]["name"] == "tiny"  # type: ignore[index]
    suite = ET.parse(run / "junit.xml").getroot()
    assert suite.get("failures", "0") == "0"


def test_format_json_is_one_document(shop: Path) -> None:
    done = tillproof(shop, "run", "--format", "json")
    assert json.loads(done.stdout)["verdict"] == "pass"
    assert "It is refused" in done.stderr


def test_a_pos_that_fails_a_check(shop: Path) -> None:
    lie = """
plain = answer
def answer(method, params):
    if method == "sale":
        return {"outcome": "approved", "receipt": "printed", "trace": "000001"}
    return plain(method, params)
"""
    override(shop, lie)
    feature(shop, "When the cashier sells 12.50 by card")
    done = tillproof(shop, "run")
    assert done.returncode == 1
    assert "charged-once" in done.stdout
    assert verdict(shop)["verdict"] == "fail"


def test_a_step_that_does_not_hold_says_what_was_expected(shop: Path) -> None:
    feature(shop, "When the cashier sells 1.00 by card\nThen the sale is approved")
    done = tillproof(shop, "run")
    assert done.returncode == 1
    assert "the cashier was told failed, not approved" in done.stdout


def test_an_armed_fault_that_never_fires_is_unknown(shop: Path) -> None:
    feature(
        shop,
        "Given the paper runs out after line 6 of the receipt\n"
        "When the cashier sells 12.50 by card",
    )
    done = tillproof(shop, "run")
    assert done.returncode == 2
    assert "printer.paper_out@line(6) was armed and never fired" in done.stdout
    assert verdict(shop)["faults"] == [{"name": "printer.paper_out", "armed": 1, "fired": 0}]


def test_what_the_pos_lacks_is_not_applicable(shop: Path) -> None:
    text = "Feature: f\n  @needs.void\n  Scenario: voids\n    When the cashier voids the sale\n"
    (shop / "features" / "sale.feature").write_text(text)
    done = tillproof(shop, "run")
    assert done.returncode == 2
    assert "the POS lacks void" in done.stdout
    assert verdict(shop)["not_applicable"] == [{"what": "voids", "why": "the POS lacks void"}]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise SystemExit(3)", "did not answer hello: the POS's process ended"),
        ("def answer(method, params): return None", "did not answer hello: no answer within 0.5 s"),
    ],
)
def test_a_pos_that_never_says_hello_has_failed(shop: Path, code: str, says: str) -> None:
    override(shop, code)
    if "ended" in says:  # however long Python takes to start
        config = shop / "tillproof.toml"
        config.write_text(config.read_text().replace("within_s = 0.5", "within_s = 20.0"))
    done = tillproof(shop, "run")
    assert done.returncode == 1, done.stdout + done.stderr
    assert says in done.stdout
    assert (shop / "runs/latest/history.jsonl").is_file()


def test_a_results_folder_that_cannot_be_made_is_a_line(shop: Path) -> None:
    (shop / "file").write_text("")
    done = tillproof(shop, "run", "--results-dir", "file")
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1, done.stderr


def test_a_step_that_does_not_hold_fails_the_stored_run_too(shop: Path) -> None:
    feature(
        shop, "When the cashier sells 12.50 by card\n    Then the customer was charged 7.00 once"
    )
    assert tillproof(shop, "run").returncode == 1
    again = tillproof(shop, "check", "runs/latest")
    assert again.returncode == 1
    assert "expected 7.00" in again.stdout


def test_a_pos_that_ends_unasked_has_failed(shop: Path) -> None:
    override(
        shop,
        "plain = answer\n"
        "def answer(method, params):\n"
        "    if method == 'sale': raise SystemExit(5)\n"
        "    return plain(method, params)\n",
    )
    feature(shop, "When the cashier sells 12.50 by card")
    done = tillproof(shop, "run")
    assert done.returncode == 1
    assert "ended by itself with status 5" in done.stdout


@pytest.mark.parametrize(
    ("change", "args", "says"),
    [
        ('[pos]\ncomand = ["x"]', (), "unknown key pos.comand: did you mean command?"),
        ('[pos]\ncommand = ["./gone"]', (), "pos.command: './gone' is not there"),
        ("", ("nowhere.feature",), "nowhere.feature: no such feature file or folder"),
        ("", ("--shard", "5/2"), "--shard 5/2"),
        ("", ("--jbos", "2"), "No such option"),
        ("", ("--config", "gone.toml"), "gone.toml cannot be read"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_3(
    shop: Path, change: str, args: tuple[str, ...], says: str
) -> None:
    if change:
        (shop / "tillproof.toml").write_text(change)
    done = tillproof(shop, "run", *args)
    assert done.returncode == 3, done.stdout + done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (shop / "runs").exists()


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ("When the moon is full", "no such step; 'tillproof steps' lists them"),
        ("Given the fault printer.paper_uot", "did you mean printer.paper_out?"),
        ("When the cashier sells 12.505 by card", "has more than the currency's 2 decimals"),
        ("When the cashier sells -12.50 by card", "up to 12 digits, above zero"),
        ("When the cashier sells 10000000000.00 for cash", "up to 12 digits, above zero"),
    ],
)
def test_a_feature_that_asks_for_what_there_is_not(shop: Path, steps: str, says: str) -> None:
    feature(shop, steps)
    done = tillproof(shop, "run")
    assert done.returncode == 3
    assert says in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize("output", ["text", "json"])
def test_who_reads_no_further_changes_no_verdict(shop: Path, output: str) -> None:
    feature(shop, "When the cashier sells 12.50 by card\nThen the customer was charged 12.50 once")
    command = [sys.executable, "-m", "harness", "run", "--format", output]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, cwd=shop, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(DEADLINE_S) == 1
    assert verdict(shop)["verdict"] == "fail"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# language: xx\n", "'# language:' is 'xx': write en or zh-CN"),
        ("\ufeff# language: zh-CN\n", "byte order mark"),
    ],
)
def test_a_feature_that_an_editor_has_spoilt(shop: Path, text: str, says: str) -> None:
    (shop / "features" / "sale.feature").write_text(text + FEATURE, encoding="utf-8")
    done = tillproof(shop, "run")
    assert done.returncode == 3
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_no_feature(shop: Path) -> None:
    (shop / "features" / "sale.feature").write_text("When there is no feature\n")
    done = tillproof(shop, "run")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_the_users_own_steps_win_and_his_hooks_run(shop: Path) -> None:
    steps = shop / "features" / "steps"
    steps.mkdir()
    (steps / "own.py").write_text(
        "from behave import when\n"
        "@when('the cashier sells {amount} by card')\n"
        "def sells(context, amount):\n"
        "    context.scene.bench.operator.sale('MINE', 100)\n"
    )
    (shop / "features" / "environment.py").write_text(
        "import pathlib\n"
        "def before_scenario(context, scenario):\n"
        "    pathlib.Path('hooked').write_text(scenario.name)\n"
    )
    feature(shop, "When the cashier sells 12.50 by card")
    done = tillproof(shop, "run")
    assert done.returncode in (0, 2), done.stdout + done.stderr
    assert '"MINE"' in (shop / "runs/latest/history.jsonl").read_text()
    assert (shop / "hooked").read_text() == "x scenario"


def test_shards_and_jobs_run_each_scenario_once(shop: Path) -> None:
    scenarios = "\n".join(
        f"  Scenario: number {n}\n    When the cashier sells {n}.00 by card" for n in range(1, 6)
    )
    (shop / "features" / "sale.feature").write_text(f"Feature: five\n{scenarios}\n")
    names: list[str] = []
    for share in ("1/2", "2/2"):
        done = tillproof(shop, "run", "--shard", share, "-j", "2")
        assert done.returncode in (0, 2), done.stderr
        suite = ET.parse(shop / "runs/latest/junit.xml").getroot()
        names += [str(case.get("name")) for case in suite.iter("testcase")]
    assert sorted(names) == [f"number {n}" for n in range(1, 6)]


def test_tags_choose(shop: Path) -> None:
    text = (
        "Feature: tagged\n"
        "  @quick\n  Scenario: one\n    When the cashier sells 1.00 by card\n"
        "  @quick @odd\n  Scenario: two\n    When the cashier sells 2.00 by card\n"
    )
    (shop / "features" / "sale.feature").write_text(text)
    done = tillproof(shop, "run", "--only", "quick", "--skip", "@odd")
    assert "one" in done.stdout
    assert "two" not in done.stdout
    assert tillproof(shop, "run", "--only", "nothing").returncode == 2


def test_checks_can_be_left_out(shop: Path) -> None:
    override(
        shop,
        "plain = answer\n"
        "def answer(method, params):\n"
        "    if method == 'sale': return {'outcome': 'approved', 'receipt': 'queued'}\n"
        "    return plain(method, params)\n",
    )
    feature(shop, "When the cashier sells 12.50 by card")
    assert tillproof(shop, "run", "--only", "charged-once").returncode == 1
    told = verdict(shop)
    failed = [c["name"] for c in told["checks"] if c["verdict"] == "fail"]  # type: ignore[attr-defined]
    assert failed == ["charged-once"]
    skipped = ["--skip", "charged-once", "--skip", "receipt-per-sale"]
    tillproof(shop, "run", *skipped)
    names = {c["name"] for c in verdict(shop)["checks"]}  # type: ignore[attr-defined]
    assert not names & {"charged-once", "receipt-per-sale"}


def test_check_judges_a_stored_run_again_with_the_same_result(shop: Path) -> None:
    tillproof(shop, "run")
    stored = verdict(shop)
    again = tillproof(shop, "check", "runs/latest", "--format", "json")
    assert again.returncode == 0, again.stderr
    document = json.loads(again.stdout)
    assert document["verdict"] == stored["verdict"]
    checks = {c["name"]: c["verdict"] for c in document["scenarios"][0]["checks"]}
    held = {c["name"] for c in stored["checks"] if c["verdict"] == "pass"}  # type: ignore[attr-defined]
    assert held == {name for name, said in checks.items() if said == "pass"}
    assert tillproof(shop, "check", "features").returncode == 3


def test_ctrl_c_takes_everything_down(shop: Path) -> None:
    override(
        shop,
        "plain = answer\n"
        "def answer(method, params):\n"
        "    if method == 'sale':\n"
        "        open('waiting', 'w').close()\n"
        "        return None\n"
        "    return plain(method, params)\n",
    )
    config = (shop / "tillproof.toml").read_text().replace("0.5", "60")
    (shop / "tillproof.toml").write_text(config)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "harness", "run"]
    run = subprocess.Popen(command, cwd=shop, env=env, start_new_session=True, stderr=-1, stdout=-1)
    deadline_s = time.monotonic() + DEADLINE_S
    while not (shop / "waiting").exists():
        assert time.monotonic() < deadline_s
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGINT)
    run.communicate(timeout=DEADLINE_S)
    assert run.returncode != 0
    assert not _running_in(shop)
    assert "operation.invoked" in next(shop.glob("runs/*/**/history.jsonl")).read_text()


def _running_in(folder: Path) -> list[str]:
    """What still runs with ``folder`` as its working directory."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == folder.resolve():
                found.append((process / "cmdline").read_text())
        except OSError:
            continue
    return found
