"""The script of the report pages, in a real browser; left out where there is none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import harness.reports
from tests.browser import IN_A_BROWSER, playwright

pytestmark = IN_A_BROWSER
SCRIPT = Path(harness.reports.__file__).with_name("templates") / "report.js"
TIMELINE = """<a href="#e7">caused by 7</a><details><summary>Timeline</summary>
<p id="e7">the fault</p></details>"""
FILTER = """<form class="filter" hidden><input id="search"><button data-show="">all</button>
<button data-show="fail">failed</button></form><p id="no-match" hidden>none</p>
<section class="cases"><details class="case" data-status="pass"><summary>one</summary></details>
<details class="case" data-status="fail"><summary>two</summary></details></section>"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    made, failed = browser.new_page(), []
    made.on("pageerror", lambda error: failed.append(str(error)))
    yield made
    assert failed == []
    made.close()


@pytest.mark.parametrize("before", ["", FILTER], ids=["of a campaign", "of a run"])
def test_a_link_opens_what_it_leads_into(page: Any, before: str) -> None:
    page.set_content(f"{before}{TIMELINE}<script>{SCRIPT.read_text()}</script>")
    page.get_by_text("caused by 7").click()
    playwright.expect(page.locator("#e7")).to_be_visible()


def test_only_what_has_that_status_is_shown(page: Any) -> None:
    page.set_content(f"{FILTER}<script>{SCRIPT.read_text()}</script>")
    page.get_by_role("button", name="failed").click()
    playwright.expect(page.get_by_text("two", exact=True)).to_be_visible()
    playwright.expect(page.get_by_text("one", exact=True)).to_be_hidden()
    page.fill("#search", "three")
    playwright.expect(page.locator("#no-match")).to_be_visible()
