"""What a campaign leaves: its verdict, its page, its lists; shards as one."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from emulators.errors import UsageError
from harness.explore import finish
from harness.explore.about import About, about_of, merged_about, note_about
from harness.explore.marks import MARKS
from harness.explore.outcome import NO_FAULT, groups_of, outcome, verdict_values
from harness.explore.publish import publish
from harness.explore.request import Request, request_values, resumed
from harness.explore.store import Store, open_store
from harness.explore.trial import Broken, Finding
from harness.explore.unclean import SAID
from harness.reports.chinese import in_chinese
from harness.reports.summary import PosInfo

from .fakes import CHARGED, PASS, planned

ABOUT = About(PosInfo("A till"), 7, "Six operations", 4, 9, {}, ())
AGAIN = Finding("fail", (Broken("ready-again", "The till does not sell."),), fired=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path)
    opened.add(planned(1), PASS, "")
    opened.add(planned(2), CHARGED, "cases/1-000002")
    opened.add(planned(3, "printer.paper_out"), AGAIN, "")
    opened.add(planned(4), Finding("unknown", why="no idea"), "")
    yield opened
    opened.close()


def left(store: Store, folder: Path) -> dict[str, object]:
    done = outcome(ABOUT, store, "", groups_of(store))
    return publish(ABOUT, store, done, folder)


def test_the_verdict_file_is_the_contracts(store: Store, tmp_path: Path) -> None:
    values = left(store, tmp_path)
    assert json.loads((tmp_path / "verdict.json").read_text()) == values
    assert (values["verdict"], values["runs"], values["seed"]) == ("fail", 4, 7)
    checks = {row["name"]: row for row in values["checks"]}  # type: ignore[attr-defined]
    assert checks["charged-once"]["violations"][0]["schedule"] == "cases/1-000002/schedule.json"
    assert values["faults"][0] == {"name": "pos.kill", "armed": 3, "fired": 2}  # type: ignore[index]


def test_the_page_in_chinese_says_so_of_what_was_seen_and_what_was_not(
    store: Store, tmp_path: Path
) -> None:
    store.add(planned(5), replace(PASS, marks=tuple(MARKS)), "")
    about = replace(
        ABOUT, left_out=("void",), unwatched="the flushes of its clean runs were not counted"
    )
    done = outcome(about, store, "stopped after 5 runs", groups_of(store))
    done = replace(done, missing=("never seen: a message was lost",))
    publish(about, store, done, tmp_path, "zh")
    page = (tmp_path / "report.html").read_text()
    assert all(in_chinese(mark.sentence) in page for mark in MARKS.values())
    assert not any(mark.sentence in page for mark in MARKS.values())
    for said in ("从未出现：有报文丢失", "不适用：收银机不支持 void", "执行 5 次后停止",
                 "没有安排两次写盘之间的断电：无故障运行时没有统计写盘次数",
                 "pos.kill 之后无法判定（1 个方案）"):  # fmt: skip
        assert said in page


def test_every_recovery_path_is_known_in_chinese() -> None:
    assert not [one.sentence for one in MARKS.values() if in_chinese(one.sentence).isascii()]
    for name in ("_ONLY_VIRTUAL", "_NOT_CONFIRMED"):
        assert not in_chinese(getattr(finish, name)).isascii()
    assert not in_chinese(SAID).isascii()


def test_what_is_unknown_is_told_with_its_reason(store: Store) -> None:
    done = outcome(ABOUT, store, "", groups_of(store))
    assert done.notes == ("unknown after pos.kill (schedules: 1): no idea",)


def test_a_day_that_nobody_could_judge_is_told_as_such(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(planned(1, NO_FAULT), Finding("unknown", why="no idea"), "")
    (note,) = outcome(ABOUT, store, "", ()).notes
    assert note == "unknown without any fault: no idea"
    assert in_chinese(note).startswith("不加故障也无法判定：")


def test_a_bench_that_broke_is_nobodys_doubt(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(planned(1), PASS, "")
    store.add(planned(2), Finding("unknown", why="the bench itself broke", broke=True), "")
    assert outcome(ABOUT, store, "", groups_of(store)).exit_status == 4
    store.add(planned(3), CHARGED, "")
    assert outcome(ABOUT, store, "", groups_of(store)).exit_status == 1
    store.close()


def test_liveness_is_told_apart_from_safety(store: Store) -> None:
    assert {group.check: group.liveness for group in groups_of(store)} == {
        "charged-once": False,
        "ready-again": True,
    }


def test_the_page_needs_nothing_else_and_names_what_failed(store: Store, tmp_path: Path) -> None:
    left(store, tmp_path)
    page = (tmp_path / "report.html").read_text()
    assert "charged-once" in page
    assert "✗1" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert 'src="http' not in page


def test_the_lists_for_ci(store: Store, tmp_path: Path) -> None:
    left(store, tmp_path)
    suites = {one.get("name"): one for one in ET.parse(tmp_path / "junit.xml").getroot()}
    assert suites["pos.kill"].get("failures") == "1"
    sarif = json.loads((tmp_path / "findings.sarif").read_text())
    assert [one["ruleId"] for one in sarif["runs"][0]["results"]] == ["charged-once", "ready-again"]


def test_nothing_run_and_too_little_seen_are_unknown(tmp_path: Path) -> None:
    empty = Store(tmp_path)
    assert outcome(ABOUT, empty, "", ()).verdict == "unknown"
    empty.add(planned(1), PASS, "")
    done = outcome(ABOUT, empty, "", ())
    assert (done.verdict, done.missing) == ("unknown", ("never seen: the POS was started again",))
    empty.add(planned(2), Finding("pass", marks=("restart",)), "")
    assert outcome(ABOUT, empty, "", ()).verdict == "pass"
    assert outcome(ABOUT, empty, "interrupted", ()).verdict == "unknown"
    empty.close()


@pytest.mark.parametrize("verdict", ["unreached", "not_applicable"])
def test_a_limit_before_anything_was_judged_leaves_all_unknown(
    tmp_path: Path, verdict: str
) -> None:
    store = Store(tmp_path)
    store.add(planned(1, "printer.paper_low"), Finding(verdict), "")
    done = outcome(ABOUT, store, "stopped after 1 runs", ())
    assert (done.verdict, done.exit_status) == ("unknown", 2)
    store.close()


def test_shards_become_one(tmp_path: Path) -> None:
    for name, number in (("one", 1), ("two", 2)):
        (tmp_path / name).mkdir()
        part = Store(tmp_path / name)
        part.add(planned(number), PASS if number == 1 else CHARGED, "")
        note_about(part, ABOUT)
        part.close()
    whole = Store(tmp_path)
    for name in ("one", "two", "two"):
        whole.take(tmp_path / name)
    assert whole.counts() == {"fail": 1, "pass": 1}
    whole.close()
    parts = [open_store(tmp_path / name) for name in ("one", "two")]
    assert merged_about([about_of(part) for part in parts]).total == 8
    for part in parts:
        part.close()


def test_shards_of_different_campaigns_are_refused() -> None:
    other = About(PosInfo("Another"), 7, "Six operations", 4, 9, {}, ())
    with pytest.raises(UsageError, match="not shards of one campaign"):
        merged_about([ABOUT, other])


def test_a_folder_that_is_no_campaign(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no campaign's folder"):
        open_store(tmp_path)


def test_a_store_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "campaign.sqlite").write_text("shopping list\n" * 100, encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be used as a campaign's store"):
        open_store(tmp_path)


def test_what_goes_on_keeps_its_plan_and_takes_new_limits() -> None:
    begun = Request(seed=7, only=("pos.kill",), jobs=1, max_runs=5)
    again = resumed(json.loads(json.dumps(request_values(begun))), Request(jobs=4), {})
    assert (again.seed, list(again.only), again.jobs, again.max_runs) == (7, ["pos.kill"], 4, None)


def test_what_goes_on_has_no_other_plan() -> None:
    """The same command again may say the same, and another share of it is another campaign."""
    held = json.loads(json.dumps(request_values(Request(only=("pos.kill",), share="1/2"))))
    given = {"only": "--only", "share": "--shard", "jobs": "-j"}
    assert resumed(held, Request(only=("pos.kill",), share="1/2", jobs=4), given).jobs == 4
    with pytest.raises(UsageError, match=r"the plan there is, without --shard$"):
        resumed(held, Request(only=("pos.kill",), share="2/2"), given)


def test_the_last_words_of_a_worker_are_cut_short_in_the_notes(store: Store) -> None:
    store.add(planned(5, "host.down"), Finding("unknown", why="it died; " + "x" * 999 + " end"), "")
    done = outcome(ABOUT, store, "", groups_of(store))
    campaign = verdict_values(ABOUT, store, done)["campaign"]
    (told,) = [note for note in campaign["notes"] if "host.down" in note]  # type: ignore[index]
    assert "it died; xxx" in told
    assert told.endswith(" end")
    assert len(told) < 300
