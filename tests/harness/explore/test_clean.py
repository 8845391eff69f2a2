"""The clean runs that a campaign starts from."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from emulators.clock import VirtualClock
from emulators.events import to_json
from emulators.history import History
from harness.events import Invoked
from harness.explore.clean import clean_values, run_clean, stored_clean
from harness.explore.executor import Done, Task
from harness.workloads.steps import careful

from .fakes import DAY, PASS, FakeExecutor


class Moody:
    """Each run asks for what the next of ``moods`` says."""

    def __init__(self, *moods: str) -> None:
        self._moods = iter(moods)

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        for task in tasks:
            history = History(VirtualClock())
            asked = next(self._moods)
            history.record("operator", Invoked(1, asked, "", None, None, "", "{}"))
            folder = Path(task.folder)
            folder.mkdir(parents=True, exist_ok=True)
            lines = (json.dumps(to_json(item)) for item in history.events)
            (folder / "history.jsonl").write_text("\n".join(lines) + "\n")
            yield Done(task, PASS)

    def close(self) -> None:
        """Nothing runs."""


def test_a_pos_that_does_the_same_twice_is_deterministic(tmp_path: Path) -> None:
    assert run_clean(DAY, Moody("sale", "sale", "sale"), tmp_path / "clean").differs is None


def test_a_moody_one_is_run_some_more_and_scored(tmp_path: Path) -> None:
    executor = Moody("sale", "sale", "void", "sale", "void", "sale", "sale", "settle")
    clean = run_clean(DAY, executor, tmp_path / "clean")
    assert clean.differs is not None
    assert clean.differs.startswith("4 of 7 clean runs are alike; operator, event 1")
    again = stored_clean(clean_values(clean), tmp_path / "clean")
    assert again.differs == clean.differs


def test_a_coin_that_fell_alike_twice_is_tossed_again_where_that_costs_nothing(
    tmp_path: Path,
) -> None:
    coins = ["sale", "sale", "sale", "sale", "sale", "void", "sale", "sale"]
    clean = run_clean(DAY, Moody(*coins), tmp_path / "clean", cheap=True)
    assert clean.differs is not None
    assert clean.differs.startswith("6 of 7 clean runs are alike; operator, event 1")


def test_one_whose_first_two_part_is_never_said_to_be_always_alike(tmp_path: Path) -> None:
    executor = Moody("sale", "sale", *["void"] * 6)
    clean = run_clean(DAY, executor, tmp_path / "clean")
    assert clean.differs is not None
    assert clean.differs.startswith("6 of 7 clean runs are alike; operator, event 1")


def test_one_that_always_does_the_same_is_deterministic(tmp_path: Path) -> None:
    clean = run_clean(DAY, Moody(*["sale"] * 8), tmp_path / "clean", cheap=True)
    assert clean.differs is None
    assert [one.name for one in tmp_path.iterdir()] == ["clean"]


def test_no_campaign_begins_with_a_clean_run_that_cannot_be_kept(tmp_path: Path) -> None:
    class Full(Moody):
        def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
            for done in super().run(tasks):
                yield replace(done, finding=replace(PASS, why="Its evidence cannot be written."))

    with pytest.raises(OSError, match="no campaign without a clean run: Its evidence"):
        run_clean(DAY, Full("sale"), tmp_path / "clean")


def test_a_pos_that_can_do_nothing_of_the_day_has_not_passed_it(tmp_path: Path) -> None:
    """To ask again for what had no answer asks nothing of such a POS."""
    day = careful(DAY)
    all_asked = tuple(n for n, step in enumerate(day.steps, 1) if step.do != "ask_again")
    executor = FakeExecutor(lambda _: replace(PASS, left_out=all_asked))
    clean = run_clean(day, executor, tmp_path / "clean")
    assert clean.finding.verdict == "unknown"
    assert clean.finding.why == (
        "the POS can do nothing of the workload 'Six operations': "
        "sale, void, refund, reprint, settle"
    )
    assert len(executor.ran) == 1
