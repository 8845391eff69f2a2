"""Which scenarios ``--only`` and ``--skip`` leave."""

from pathlib import Path

import pytest

from emulators.errors import UsageError
from harness.bdd.selection import select

FEATURE = """
Feature: A day
  @paper
  Scenario: paper
    Given the paper runs out after line 6 of the receipt
  @answer
  Scenario: answer
    Given the fault host.response_lost@message(purchase)
  @paper @clean
  Scenario: clean
    When the cashier sells 12.50 by card
"""


@pytest.mark.parametrize(
    ("only", "skip", "left"),
    [
        ((), (), "paper answer clean"),
        (("paper",), (), "paper clean"),
        (("@paper and not @clean",), (), "paper"),
        (("printer.paper_out",), (), "paper"),
        (("printer", "clean"), (), "paper clean"),
        (("host.*",), (), "answer"),
        ((), ("host",), "paper clean"),
        (("paper",), ("printer.paper_out",), "clean"),
        (("nobody",), (), ""),
        ((), ("paper or answer",), ""),
        ((), ("paper and clean",), "paper answer"),
    ],
)
def test_tags_and_faults(
    only: tuple[str, ...], skip: tuple[str, ...], left: str, tmp_path: Path
) -> None:
    feature = tmp_path / "day.feature"
    feature.write_text(FEATURE, encoding="utf-8")
    assert [one.name for one in select([str(feature)], only, skip)] == left.split()


@pytest.mark.parametrize("word", ["", "paper and (", "not"])
def test_what_is_no_expression_is_wrong_use(word: str) -> None:
    with pytest.raises(UsageError, match="write a tag"):
        select([], (), (word,))
    with pytest.raises(UsageError, match="write a tag"):
        select([], (word,))


def test_a_feature_named_over_a_link_stays_the_same_when_the_link_moves(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    text = "Feature: One\n  Scenario: A\n    When the day is settled\n"
    (tmp_path / "first" / "one.feature").write_text(text)
    (tmp_path / "latest").symlink_to("first")
    (chosen,) = select([f"{tmp_path / 'latest' / 'one.feature'}:2"])
    (tmp_path / "latest").unlink()
    assert Path(chosen.location.rpartition(":")[0]).samefile(tmp_path / "first" / "one.feature")


def test_the_shipped_features_have_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    every = select([])
    assert select(["shipped"]) == every
    assert {one.feature for one in select(["shipped/payment/holds.feature:7"])} < {
        one.feature for one in every
    }


def test_a_folder_of_that_name_is_the_user_s_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shipped").mkdir()
    (tmp_path / "shipped" / "day.feature").write_text(FEATURE, encoding="utf-8")
    assert [one.name for one in select(["shipped"])] == ["paper", "answer", "clean"]
