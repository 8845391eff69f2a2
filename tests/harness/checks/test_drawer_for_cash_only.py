"""``drawer-for-cash-only``: once for cash, never else."""

import pytest

from emulators.links.events import Altered
from emulators.printer.events import DrawerPulse
from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story


def verdict(story: Story) -> Result:
    return story.verdict("drawer-for-cash-only")


def pulse(story: Story) -> None:
    story.note("printer", DrawerPulse(2, 100, opened=True))


def test_once_for_cash_holds() -> None:
    story = Story()
    story.cash_sale()
    pulse(story)
    assert verdict(story).verdict is Verdict.PASS


def test_twice_for_cash() -> None:
    story = Story()
    story.cash_sale()
    pulse(story)
    pulse(story)
    assert "opened 2 times for cash sale C1" in verdict(story).violations[0].message


def test_for_a_card() -> None:
    story = Story()
    story.cash_sale()
    pulse(story)
    ask = story.asks("sale", "A1", 1250, "card")
    pulse(story)
    story.answers(ask, "approved", "queued")
    assert verdict(story).verdict is Verdict.FAIL


def test_for_nothing() -> None:
    story = Story()
    pulse(story)
    assert "no cash was to go in or out" in verdict(story).violations[0].message


def test_what_a_bad_line_made_of_a_slip_is_nobodys() -> None:
    """Two bits of a line of text may turn it into ESC p."""
    story = Story()
    story.cash_sale()
    pulse(story)
    story.note("printer.link", Altered(1, "upstream", 2))
    pulse(story)
    assert verdict(story).verdict is Verdict.PASS


@pytest.mark.parametrize("mended", [False, True])
def test_what_a_printer_of_another_language_made_of_a_slip_is_nobodys(*, mended: bool) -> None:
    """FS is the drawer's pulse in Star's line mode, and in ESC/POS the first byte of many."""
    story = Story()
    story.cash_sale()
    pulse(story)
    fault = "printer.foreign_language"
    armed = story.breaks(fault)
    if mended:
        story.mends(armed, fault)
    pulse(story)
    assert (verdict(story).verdict is Verdict.FAIL) == mended


def test_what_turned_on_the_way_back_opens_no_drawer() -> None:
    story = Story()
    story.note("printer.link", Altered(1, "downstream", 2))
    pulse(story)
    assert verdict(story).verdict is Verdict.FAIL


def test_shut_although_the_printer_was_there() -> None:
    story = Story()
    story.cash_sale()
    assert "stayed shut for cash sale C1: 9.00" in verdict(story).violations[0].message


def test_shut_because_the_printer_was_not_there_holds() -> None:
    story = Story()
    story.breaks("printer.link.down", "printer.link")
    story.cash_sale()
    assert verdict(story).verdict is Verdict.PASS


def test_cards_only_is_no_evidence() -> None:
    story = Story()
    story.sale()
    assert verdict(story).verdict is Verdict.NOT_EXERCISED
