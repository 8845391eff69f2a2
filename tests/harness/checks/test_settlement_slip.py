"""``settlement-slip``: each settlement on paper, with the right totals."""

import pytest

from harness.checks.result import Result, Verdict
from harness.events import PosEnded
from tests.harness.checks.story import SHOP, THANKS, Story, slip


def settlement(debits: str = "1 12.50", mark: str = "") -> list[str]:
    head = [SHOP, *([mark] if mark else []), "SETTLEMENT", "BATCH 000001"]
    return [*head, f"DEBITS {debits}", "CREDITS 0 0.00", THANKS]


def settled(*slips: list[str], how: str = "settlement") -> Story:
    story = Story()
    story.sale()
    story.batch("closed", how=how)
    for lines in slips:
        story.prints(lines)
    story.heals()
    return story


def verdict(story: Story) -> Result:
    return story.verdict("settlement-slip")


def test_one_slip_with_the_right_totals_holds() -> None:
    assert verdict(settled(settlement())).verdict is Verdict.PASS


def test_it_may_bear_the_trace_number_of_its_own_request() -> None:
    lines = [*settlement()[:-1], "TRACE 900002", THANKS]
    assert verdict(settled(lines)).verdict is Verdict.PASS


def test_none() -> None:
    assert verdict(settled()).violations[0].message == (
        "The merchant has no complete settlement slip of batch 000001 (12.50 of debits)."
    )


def test_wrong_totals() -> None:
    message = verdict(settled(settlement("2 25.00"))).violations[0].message
    assert "does not say the 12.50 of debits" in message


def test_a_slip_cut_short_is_none() -> None:
    assert verdict(settled(settlement()[:3])).verdict is Verdict.FAIL


def test_twice() -> None:
    assert (
        "2 settlement slips" in verdict(settled(settlement(), settlement())).violations[0].message
    )


def test_a_marked_second_one_holds() -> None:
    assert verdict(settled(settlement(), settlement(mark="REPRINT"))).verdict is Verdict.PASS


def test_a_printer_that_was_never_mended_cannot_tell() -> None:
    story = Story()
    story.sale()
    story.batch("closed")
    story.breaks("printer.cover_open")
    assert verdict(story).verdict is Verdict.UNKNOWN


def test_what_the_host_closed_by_itself_is_no_evidence() -> None:
    assert verdict(settled(how="cutover")).verdict is Verdict.NOT_EXERCISED


def test_nobody_is_blamed_for_a_slip_that_was_spoilt_unnoticed() -> None:
    story = Story()
    armed = story.breaks("printer.head_worn", undetectable=True)
    story.sale()
    story.batch("closed", how="settlement")
    for text in settlement():
        story.line(text, legible=False)
    story.ends()
    story.mends(armed, "printer.head_worn")
    story.heals()
    assert verdict(story).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("lines", "expected"),
    [(settlement()[:-1], Verdict.PASS), (settlement()[:-2], Verdict.FAIL)],
)
def test_the_only_one_is_judged_by_what_it_says_not_by_how_receipts_end(
    lines: list[str], expected: Verdict
) -> None:
    story = Story()
    story.sale()
    story.prints(slip())
    story.batch("closed", how="settlement")
    for text in lines:
        story.line(text)
    armed = story.breaks("printer.link.reset_peer", "printer.link")
    story.line_breaks()
    story.ends()
    story.mends(armed, "printer.link.reset_peer")
    story.heals()
    assert verdict(story).verdict is expected


@pytest.mark.parametrize(
    ("answered", "lost", "expected"),
    [(False, False, Verdict.FAIL), (True, False, Verdict.UNKNOWN), (False, True, Verdict.UNKNOWN)],
    ids=["it died while it was asked", "it died afterwards", "its data were lost as well"],
)
def test_a_till_that_died_as_it_settled_finds_that_in_its_data(
    answered: bool, lost: bool, expected: Verdict
) -> None:
    story = Story()
    story.sale()
    asked = story.asks("settle")
    story.batch("closed", how="settlement")
    if answered:
        story.answers(asked, "settled", "queued")
    story.breaks("pos.data_lost" if lost else "pos.power_cut", "pos")
    story.note("pos", PosEnded(1, -9, asked=True))
    story.heals()
    assert verdict(story).verdict is expected


def test_a_till_that_died_before_the_batch_was_closed_has_no_slip_of_it_in_its_data() -> None:
    story = Story()
    story.sale()
    story.asks("settle")
    story.note("pos", PosEnded(1, -9, asked=True))
    story.answers(story.asks("settle"), "pending", "none")
    story.batch("closed", how="settlement")
    story.breaks("printer.power_cut")
    story.heals()
    assert verdict(story).verdict is Verdict.UNKNOWN
