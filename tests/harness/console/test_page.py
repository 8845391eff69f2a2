"""The page in a real browser; left out where there is none."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import IN_A_BROWSER, playwright

from .conftest import Console

pytestmark = IN_A_BROWSER


@pytest.fixture
def page(browser: Any, console: Console) -> Iterator[Any]:
    made = browser.new_page(viewport={"width": 1400, "height": 900}, locale="en-GB")
    made.said = []
    made.asked = []
    made.on("pageerror", lambda error: made.said.append(str(error)))
    made.on("console", lambda message: made.said.append(message.text))
    made.on("request", lambda request: made.asked.append(request.url))
    made.goto(f"http://127.0.0.1:{console.port}/")
    playwright.expect(made.locator("#pos-name")).to_contain_text("Reference POS")
    yield made
    assert made.said == []
    assert all(url.startswith(f"http://127.0.0.1:{console.port}/") for url in made.asked)
    made.close()


def test_paper_out_by_hand(page: Any) -> None:
    see = playwright.expect
    page.fill("#search", "paper_out")
    page.fill("form.fault input[name='@']", "line(6)")
    page.get_by_role("button", name="Arm: printer.paper_out").click()
    see(page.locator("#armed li.armed")).to_have_count(1)
    page.get_by_role("button", name="Sell by card").click()
    see(page.locator("#armed li.standing")).to_have_count(1)
    see(page.locator("#answer")).to_contain_text("approved")
    see(page.locator("#lamps")).to_contain_text("Paper: out")
    see(page.locator("#paper")).to_be_visible()
    see(page.locator("#rows li.fault")).to_have_count(1)
    page.get_by_role("button", name="Mend everything").click()
    see(page.locator("#slips img")).not_to_have_count(0)
    see(page.locator("#books")).to_contain_text("411111******1111")
    page.get_by_role("button", name="Mend, then judge").click()
    see(page.locator("#verdict-title")).to_have_text("Pass")


def test_a_scenario_is_run_and_watched(page: Any) -> None:
    see = playwright.expect
    page.locator("#playing > summary").click()
    page.select_option("#offers", label="In the middle of a card receipt")
    page.get_by_role("button", name="Run", exact=True).click()
    see(page.locator("#play-verdict")).to_have_text("In the middle of a card receipt: Pass")
    see(page.locator("#play-steps .passed")).to_have_count(6)
    see(page.locator("#rows li.fault")).to_have_count(1)
    see(page.locator("#slips figcaption").last).to_have_text("Slip 1: the roll ended in it")


def test_what_was_done_by_hand_is_run_again(page: Any) -> None:
    see = playwright.expect
    page.get_by_role("button", name="Sell for cash").click()
    see(page.locator("#answer")).to_contain_text("approved")
    page.locator("#feature > summary").click()
    see(page.locator("#gherkin")).to_contain_text("cash")
    page.get_by_role("button", name="Run it on a fresh bench").click()
    see(page.locator("#play-verdict")).to_contain_text("Pass")
    see(page.locator("#books")).not_to_contain_text("12.50")  # cash is in nobody's books


def test_both_wires_are_looked_at(page: Any) -> None:
    see = playwright.expect
    page.locator("#wires > summary").click()
    page.get_by_role("button", name="Sell by card").click()
    asked = page.locator("#messages li").filter(has_text="0200 purchase · 12.50")
    asked.locator("summary").click()
    see(asked.get_by_role("row", name="amount, transaction")).to_contain_text("000000001250")
    printed = page.locator("#messages li[data-wire=printer]:not(.routine)").first
    see(printed).to_be_visible()
    page.locator("#which input[value=printer]").uncheck()
    see(printed).to_be_hidden()


def test_chinese_and_a_telephone(page: Any) -> None:
    page.select_option("#lang", "zh")
    playwright.expect(page.get_by_role("button", name="刷卡消费")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_fault_that_cannot_be_had_is_refused_in_chinese(page: Any) -> None:
    page.select_option("#lang", "zh")
    page.fill("#search", "wrong_mac")
    with page.expect_event("console"):  # the browser tells of 422
        page.get_by_role("button", name="设定: host.wrong_mac").click()
    playwright.expect(page.locator("#notice")).to_contain_text("iso87-ascii 没有密钥和 MAC")
    assert all("422" in said for said in page.said)
    page.said.clear()


def test_amounts_have_the_decimals_of_the_currency(page: Any) -> None:
    assert page.evaluate("[state.acquirer.decimals, money(1250)]") == [2, "12.50"]
    assert page.evaluate("(state.acquirer.decimals = 3, money(1250))") == "1.250"
    assert page.evaluate("(state.acquirer.decimals = 0, money(1250))") == "1250"


def test_the_keyboard_is_enough(page: Any) -> None:
    page.locator("#amount").focus()
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#answer")).to_contain_text("approved")


def test_a_viewer_who_comes_back_sees_all(page: Any, console: Console) -> None:
    page.context.set_offline(True)
    console.post("/api/steps", {"do": "sale", "amount": "7.00"})
    page.context.set_offline(False)
    playwright.expect(page.locator("#books")).to_contain_text("7.00", timeout=10_000)
    page.said.clear()  # the browser tells that it was offline


def test_who_reads_chinese_finds_chinese_names_and_scenarios_first(page: Any) -> None:
    see = playwright.expect
    page.locator("#playing > summary").click()
    page.select_option("#lang", "zh")
    see(page.locator("#rows b", has_text="收银机")).not_to_have_count(0)
    see(page.locator("#faults summary").first).to_have_text("银行主机线路")
    see(page.locator("#offers optgroup").nth(1)).to_have_attribute("label", "打印故障后的恢复")
    see(page.locator("#offers option").first).to_have_text("一笔消费")
    page.locator("#wires > summary").click()
    see(page.locator("#messages summary").first).to_contain_text("银行主机 0800 签到")
    page.select_option("#lang", "en")
    see(page.locator("#messages summary").first).to_contain_text("acquirer 0800 sign on")
    see(page.locator("#offers optgroup").first).to_have_attribute("label", "Workloads")
