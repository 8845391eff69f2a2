"""What is made of a failure: its smallest schedule, its feature, and what has to be known of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from harness.cli.campaign_words import campaign_words
from harness.cli.explored import _tell
from harness.explore.about import About
from harness.explore.campaign import Place
from harness.explore.finish import Finisher
from harness.explore.outcome import Group, groups_of
from harness.explore.store import Store
from harness.reports.summary import PosInfo

from .fakes import CHARGED, PASS, FakeExecutor, planned


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path)
    made.add(planned(1), CHARGED, "cases/1")
    yield made
    made.close()


def finished(store: Store, process: FakeExecutor | None = None) -> Group:
    place = Place(FakeExecutor(lambda _: CHARGED), store, store.path.parent)
    (group,) = Finisher(place, as_process=process).finish(groups_of(store))
    return group


def test_it_is_made_small_and_said_as_a_feature(store: Store) -> None:
    group = finished(store)
    assert (group.check, group.fault, group.note, group.aside) == (
        "charged-once",
        "pos.kill",
        "",
        "",
    )
    assert "The customer was charged twice." in (store.path.parent / group.feature).read_text()


def test_how_the_pos_ended_is_told_beside_what_failed(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = "the POS ended by itself with status 1; the last error in its log: KeyError: 'a'"
    place = Place(FakeExecutor(lambda _: replace(CHARGED, why=ended)), store, store.path.parent)
    (group,) = Finisher(place).finish(groups_of(store))
    about = About(PosInfo("A till"), 7, "Six operations", 4, 9, {}, ())
    _tell(group, store.path.parent, campaign_words("zh"), about)
    assert (
        "      收银程序自行退出，状态码 1；日志中最后的错误：KeyError: 'a'\n"
        in capsys.readouterr().out
    )


def test_what_fails_as_a_process_too_needs_no_word(store: Store) -> None:
    process = FakeExecutor(lambda _: CHARGED)
    assert finished(store, process).aside == ""
    assert len(process.ran) == 1


def test_what_only_virtual_time_shows_says_so(store: Store) -> None:
    """A feature that passes as a process must not pretend to fail there."""
    process = FakeExecutor(lambda _: PASS)
    group = finished(store, process)
    assert group.aside.startswith("In virtual time only: as a process it held 2 of 2 times")
    assert not group.note  # it is sure all the same
    assert "In virtual time only" in (store.path.parent / group.feature).read_text()
    assert len(process.ran) == 2
