"""``tillproof diff`` and ``tillproof explain`` on stored runs."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from emulators.errors import UsageError
from emulators.events import to_json
from harness.cli.diff import command as diff
from harness.errors import RunError
from harness.reports.story import story
from harness.stored import stored_events
from tests.harness.checks.story import Story

from .conftest import Tillproof


def stored(folder: Path, amount: int) -> Path:
    """A sale that was told approved and has no slip."""
    told = Story()
    ask = told.asks("sale", "A1")
    told.requests("0200", "000001")
    told.books("000001", amount=amount)
    told.responds("0200", "000001")
    told.answers(ask, "approved", "queued", trace="000001")
    told.heals()
    folder.mkdir()
    rows = (json.dumps(to_json(event)) for event in told.events)
    (folder / "history.jsonl").write_text("\n".join(rows) + "\n")
    return folder


def test_two_runs_that_part(tmp_path: Path) -> None:
    one, same, other = (
        stored(tmp_path / name, amount)
        for name, amount in (("one", 1250), ("same", 1250), ("other", 1350))
    )
    answered = CliRunner().invoke(diff, [str(one), str(same)], standalone_mode=False)
    assert (answered.output, answered.return_value) == ("the same\n", 0)
    answered = CliRunner().invoke(diff, [str(one), str(other)], standalone_mode=False)
    assert "amount_minor=1250" in answered.output
    assert answered.return_value == 1


def test_a_failure_as_a_story(tmp_path: Path) -> None:
    lines = list(story(stored(tmp_path / "run", 1250), "receipt-per-sale"))
    assert lines[0].startswith("receipt-per-sale: The customer")
    assert any(line.startswith("→") for line in lines)


def test_the_story_and_the_judgement_in_chinese(tmp_path: Path, tillproof: Tillproof) -> None:
    run = stored(tmp_path / "run", 1250)
    lines = list(story(run, "receipt-per-sale", "zh"))
    assert lines[0].startswith("receipt-per-sale：顾客没有拿到消费 A1")
    assert any("银行主机" in line for line in lines)
    assert not any("acquirer " in line for line in lines)
    told = tillproof("check", run, "--lang", "zh").out.splitlines()
    assert told[-1] == f"{run}: 不通过"
    assert any(line.strip().startswith("receipt-per-sale：") for line in told)


def test_what_did_not_fail_cannot_be_explained(tmp_path: Path) -> None:
    run = stored(tmp_path / "run", 1350)
    with pytest.raises(UsageError, match="card-number-masked did not fail; failed"):
        list(story(run, "card-number-masked"))


def test_a_folder_of_several_runs_names_them(tmp_path: Path) -> None:
    stored(tmp_path / "one", 1250)
    with pytest.raises(RunError, match="name one of one"):
        stored_events(tmp_path)
