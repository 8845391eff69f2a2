"""The report page, parsed back: whole, closed to the outside, and honest about what is missing."""

import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from emulators.errors import UsageError
from harness.checks.result import Result, Verdict, Violation
from harness.reports.html import render_report
from harness.reports.summary import RunSummary, ScenarioResult, Status

MakeScenario = Callable[..., ScenarioResult]
MakeRun = Callable[..., RunSummary]
VOID = {"meta", "img", "input", "link", "br"}
CARD = "4111111111111111"


class Page(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self.text.append(" ")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.text.append(data)

    def all(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [attributes[name] for _, attributes in self.tags if name in attributes]

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.text))


@pytest.fixture
def run(make_scenario: MakeScenario, make_run: MakeRun) -> RunSummary:
    gone = ScenarioResult("A till without paper", Status.NOT_APPLICABLE, not_applicable="no paper")
    unsure = make_scenario(3, Status.UNKNOWN, reasons=("pos.kill was armed and never fired",))
    return make_run(make_scenario(1), make_scenario(2, Status.FAIL), unsure, gone)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_asks_nothing_of_the_outside(run: RunSummary, tmp_path: Path, lang: str) -> None:
    text = render_report(run, tmp_path, lang)
    page = Page(text)
    assert all(value.startswith("data:image/png;base64,") for value in page.all("src"))
    assert page.all("src")
    assert all(value.startswith(("#", "scenarios/")) for value in page.all("href"))
    assert not re.search(r"@import|url\(|https?://|fetch\(|XMLHttp", text)
    assert not {"link", "iframe", "object"} & {tag for tag, _ in page.tags}


def test_pictures_headings_and_links_work_for_everybody(run: RunSummary, tmp_path: Path) -> None:
    page = Page(render_report(run, tmp_path))
    pictures = [attributes for tag, attributes in page.tags if tag == "img"]
    assert all("TOTAL            12.50" in one["alt"] or "TRACE" in one["alt"] for one in pictures)
    headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.all("href") if link.startswith("#")} <= set(ids)
    assert dict(page.tags)["html"]["lang"] == "en"


def test_the_verdict_comes_first_and_failures_before_the_rest(
    run: RunSummary, tmp_path: Path
) -> None:
    page = Page(render_report(run, tmp_path))
    assert page.words.index("1 of 3 scenarios failed.") < page.words.index("two receipts for one")
    shown = [a["data-status"] for _, a in page.tags if "data-status" in a]
    assert shown == ["fail", "unknown", "pass"]
    opened = [a["data-status"] for _, a in page.tags if "data-status" in a and "open" in a]
    assert opened == ["fail", "unknown"]
    for told in ("pos.kill was armed and never fired", "no paper", "no drawer in this shop"):
        assert told in page.words


def test_a_failure_is_told_with_paper_books_and_answers(run: RunSummary, tmp_path: Path) -> None:
    words = Page(render_report(run, tmp_path)).words
    for told in (
        "the roll ended · cut short",
        "printer.paper_out strikes printer",
        "Till answers status: not ready, printer paper_out, alerts Load paper",
        "sale 12.50 card T0001 approved printed trace 000001 · rrn 260105000001",
        "000001 000001 purchase 12.50 booked 260105000001",
    ):
        assert told in words


def test_what_a_check_has_said_is_not_said_twice(
    make_scenario: MakeScenario, make_run: MakeRun, tmp_path: Path
) -> None:
    scenario = make_scenario(1, Status.FAIL)
    (violation,) = scenario.results[1].violations
    error = f"Then it holds: reprint-marked: {violation.message}\nand the drawer is stuck"
    words = Page(render_report(make_run(replace(scenario, error=error)), tmp_path)).words
    assert words.count(violation.message) == 1
    assert "and the drawer is stuck" in words


def test_chinese_has_its_own_words(run: RunSummary, tmp_path: Path) -> None:
    page = Page(render_report(run, tmp_path, "zh"))
    assert "3 个场景中有 1 个失败。" in page.words
    assert dict(page.tags)["html"]["lang"] == "zh-CN"
    with pytest.raises(UsageError, match="en or zh"):
        render_report(run, tmp_path, "tlh")


def test_bad_text_stays_text_and_card_numbers_are_masked(
    make_scenario: MakeScenario, make_run: MakeRun, tmp_path: Path
) -> None:
    bad = f"</script><img src=x onerror=alert(1)> {CARD} \x00\x1b" + "y" * 200_000
    violation = Result("card-number-masked", Verdict.FAIL, (Violation(bad),))
    scenario = make_scenario(
        1, Status.FAIL, results=(violation,), name=bad, error=bad, reasons=(bad,), tags=(bad,)
    )
    plant(scenario, "TRACE 000001", f"CARD {CARD} <b>")
    text = render_report(make_run(scenario), tmp_path)
    page = Page(text)
    assert CARD not in text
    assert "CARD 411111******1111 <b>" in page.words + " ".join(page.all("alt"))
    assert "x" not in page.all("src")
    assert not re.search("[\x00-\x08\x0b-\x1f]", text)
    assert len(text) < 200_000


def plant(scenario: ScenarioResult, old: str, new: str) -> None:
    """Write into a History what a device would have masked."""
    assert scenario.folder
    history = scenario.folder.history
    content = history.read_text(encoding="utf-8")
    assert json.dumps(old) in content
    history.write_text(content.replace(json.dumps(old), json.dumps(new)), encoding="utf-8")


def test_missing_evidence_is_told(
    make_scenario: MakeScenario, make_run: MakeRun, tmp_path: Path
) -> None:
    bare, broken, gone = (make_scenario(number, Status.FAIL) for number in (1, 2, 3))
    assert bare.folder
    assert broken.folder
    assert gone.folder
    for blob in bare.folder.blobs.iterdir():
        blob.write_bytes(b"no picture")
    broken.folder.history.write_bytes(b"\xff{\n")
    gone.folder.history.unlink()
    nowhere = replace(gone, folder=None)
    words = Page(render_report(make_run(bare, broken, gone, nowhere), tmp_path)).words
    assert words.count("the picture is missing") == 3
    assert words.count("No evidence can be shown:") == 2


def test_the_last_words_of_a_till_that_failed_are_shown(
    make_scenario: MakeScenario, make_run: MakeRun, tmp_path: Path
) -> None:
    scenario = make_scenario(1, Status.FAIL)
    assert scenario.folder
    log = b"old\n" * 5000 + f"card {CARD}\nKeyError: 'trace'\xff\n".encode("latin-1")
    scenario.folder.pos_stderr.write_bytes(log)
    words = Page(render_report(make_run(scenario), tmp_path)).words
    assert "card 411111******1111 KeyError: 'trace'\ufffd" in words
    assert words.count("old ") < 1000


def test_a_run_of_nothing_is_a_page_too(make_run: MakeRun, tmp_path: Path) -> None:
    words = Page(render_report(make_run(), tmp_path)).words
    assert "No scenario was run: nothing is proved." in words


def test_a_small_page_keeps_failures_whole_and_gives_up_passed_pictures(
    make_scenario: MakeScenario, make_run: MakeRun, tmp_path: Path
) -> None:
    scenarios = [make_scenario(number) for number in range(1, 20)]
    run = make_run(*scenarios, make_scenario(20, Status.FAIL))
    text = render_report(run, tmp_path, most_bytes=120_000)
    page = Page(text)
    assert len(text.encode()) < 150_000
    assert 3 <= len(page.all("src")) < 22
    assert "as text, to keep this file small" in page.words
    assert len([a for _, a in page.tags if "data-status" in a]) == 20
    assert "The timeline is left out" in Page(render_report(run, tmp_path, most_bytes=50_000)).words


@pytest.mark.slow
@pytest.mark.benchmark
def test_two_hundred_scenarios_stay_small(
    make_scenario: MakeScenario,
    make_run: MakeRun,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    scenarios = [
        make_scenario(number, Status.FAIL if number % 3 == 0 else Status.PASS)
        for number in range(1, 201)
    ]
    began_s = time.perf_counter()
    text = render_report(make_run(*scenarios), tmp_path)
    took_s = time.perf_counter() - began_s
    assert len(text.encode()) < 3_000_000
    with capsys.disabled():
        sys.stdout.write(f"\n200 scenarios: {len(text.encode()) / 1e6:.2f} MB, {took_s:.2f} s\n")
