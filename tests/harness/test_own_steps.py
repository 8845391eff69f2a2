"""The user's own steps and hooks under ``tillproof run``: used, and told of when they are wrong."""

import json
from pathlib import Path

import pytest

from harness.cli import main

FEATURE = """Feature: mine
  Rule: one
    Background:
      Given my own step

    Scenario Outline: many <amount>
      When the cashier sells <amount> by card
      Then a table is seen
        | a | b |
        | 1 | 2 |

      Examples:
        | amount |
        | 12.50  |
        | 3.00   |
"""
STEPS = """from behave import given, then
@given("my own step")
def one(context): context.mine = context.from_environment
@then("a table is seen")
def two(context): assert context.table[0]["a"] == "1" and context.mine == 7
"""
HOOKS = "def before_all(context): context.from_environment = 7\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "features/steps").mkdir(parents=True)
    (tmp_path / "features/mine.feature").write_text(FEATURE)
    (tmp_path / "features/steps/mine.py").write_text(STEPS)
    (tmp_path / "features/environment.py").write_text(HOOKS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def status(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def verdict(folder: Path) -> str:
    return str(json.loads((folder / "runs/latest/verdict.json").read_text())["verdict"])


def test_rules_outlines_tables_and_hooks_are_behaves(folder: Path) -> None:
    assert status(["run", "-j", "2"]) == 0
    assert verdict(folder) == "pass"


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("steps/mine.py", STEPS + "@given('my own step')\ndef c(context): pass\n", "AmbiguousStep"),
        ("steps/mine.py", "import no_such_module\n", "no_such_module"),
        ("environment.py", "wrong(\n", "environment.py:1: SyntaxError"),
        ("environment.py", "def before_all(context): 1 / 0\n", "before_all failed"),
    ],
)
def test_what_cannot_be_loaded_is_wrong_use_in_a_sentence(
    folder: Path, capfd: pytest.CaptureFixture[str], file: str, text: str, told: str
) -> None:
    (folder / "features" / file).write_text(text)
    assert status(["run"]) == 3
    said = capfd.readouterr().err
    assert told in said.splitlines()[-1]
    assert "Fatal" not in said


def test_a_hook_that_fails_after_the_scenario_is_no_pass(folder: Path) -> None:
    hooks = HOOKS + "def after_scenario(context, scenario): 1 / 0\n"
    (folder / "features/environment.py").write_text(hooks)
    assert status(["run"]) == 4
    assert verdict(folder) != "pass"


def test_a_bench_that_breaks_is_no_verdict_on_the_pos(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "features/breaks.feature").write_text(
        "Feature: breaks\n  Scenario: breaks\n    Given a device falls over\n    Then it is seen\n"
    )
    broken = """
@given('a device falls over')
def falls(context):
    bench = context.scene.bench
    bench.operator.call("status", {})
    bench.do(lambda: bench.clock.call_later(0, lambda: 1 / 0))
@then('it is seen')
def seen(context):
    assert False, "a till that has lost its host"
"""
    (folder / "features/steps/mine.py").write_text(STEPS + broken)
    assert status(["run", "features/breaks.feature"]) == 4
    assert "the bench itself broke: ZeroDivisionError" in capfd.readouterr().out


def test_a_worker_that_dies_takes_its_piece_with_it_and_no_more(folder: Path) -> None:
    (folder / "features/dies.feature").write_text(
        "Feature: dies\n  Scenario: dies\n    Given the end\n"
    )
    steps = STEPS + "import os\n@given('the end')\ndef end(context): os._exit(9)\n"
    (folder / "features/steps/mine.py").write_text(steps)
    assert status(["run"]) == 4
    junit = (folder / "runs/latest/junit.xml").read_text()
    assert 'tests="3" failures="0" errors="1"' in junit
    assert "the worker died (9)" in junit


GROWING = "Feature: somebody edits it meanwhile\n" + "".join(
    f"  Scenario: number {one}\n    Given the file grows\n\n" for one in range(6)
)
GROWS = """from behave import given
@given("the file grows")
def grow(context):
    with open("features/mine.feature", "r+") as file:
        text = file.read()
        file.seek(0)
        file.write("# a line\\n" + text)
"""


def test_a_feature_that_is_edited_while_it_runs_is_no_traceback(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "features/mine.feature").write_text(GROWING)
    (folder / "features/steps/mine.py").write_text(GROWS)
    assert status(["run", "-j", "2"]) in (0, 2)
    said = capfd.readouterr()
    assert "Traceback" not in said.out + said.err
    assert verdict(folder) in ("pass", "unknown")
