"""``operator-told``: the status tells of trouble in time."""

import pytest

from emulators.links.events import LinkState
from emulators.printer.events import Replied
from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story


def verdict(story: Story) -> Result:
    return story.verdict("operator-told")


def paper_out(*, signal: bool = True) -> Story:
    story = Story()
    story.breaks("printer.paper_out")
    story.printer_state("paper_out", online=False, paper="out")
    if signal:
        story.note("printer", Replied(1, "DLE EOT 4", "72", trouble=True))
    return story


@pytest.mark.parametrize(
    "said",
    [
        {"printer": "paper_out", "ready": False},
        {"printer": "paper_low"},
        {"alerts": ["no paper"]},
        {"ready": False},
    ],
)
def test_any_word_of_it_holds(said: dict[str, object]) -> None:
    story = paper_out()
    story.status(**said)
    assert verdict(story).verdict is Verdict.PASS


def test_not_a_word() -> None:
    story = paper_out()
    story.waits(5)
    story.status(printer="ok", alerts=[])
    assert "not told that the printer is out of order" in verdict(story).violations[0].message


def test_a_till_that_was_not_told_is_no_evidence() -> None:
    story = paper_out(signal=False)
    story.waits(5)
    story.status(printer="ok")
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_time_with_a_call_open_does_not_count() -> None:
    story = paper_out()
    ask = story.asks("sale", "A1", 1250, "card")
    story.waits(5)
    story.answers(ask, "failed", "none")
    story.status(printer="ok")
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def test_a_line_that_broke_is_a_signal() -> None:
    story = Story()
    story.breaks("acquirer.link.down", "acquirer.link")
    story.line_breaks("acquirer.link")
    story.note("acquirer.link", LinkState("down"))
    story.waits(5)
    story.status(acquirer="ok")
    assert "the acquirer is out of order" in verdict(story).violations[0].message


def test_after_mending_there_is_nothing_to_tell() -> None:
    story = paper_out()
    story.printer_state("roll")
    story.waits(5)
    story.status(printer="ok")
    assert verdict(story).verdict is Verdict.NOT_EXERCISED


def refused(outcome: str) -> Story:
    """The host cannot be reached: nothing on the bench sees a connection that is refused."""
    story = Story()
    story.breaks("acquirer.link.down", "acquirer.link")
    story.note("acquirer.link", LinkState("down"))
    story.answers(story.asks("sale", "A1", 1250, "card"), outcome, "none")
    story.waits(5)
    story.status(acquirer="ok")
    return story


def test_a_sale_that_could_not_be_done_is_a_signal() -> None:
    assert verdict(refused("failed")).verdict is Verdict.FAIL


def test_a_sale_that_was_done_is_none() -> None:
    assert verdict(refused("approved")).verdict is Verdict.NOT_EXERCISED


def test_ready_with_a_printer_that_is_out_of_order() -> None:
    story = paper_out()
    story.status(printer="paper_out", ready=True, alerts=["no paper"])
    assert verdict(story).violations[0].message == (
        "The till says that it is ready, and that the printer is out of order: the next receipt "
        "cannot be printed."
    )


def test_ready_is_not_taken_at_its_first_word() -> None:
    story = paper_out()
    story.status(printer="paper_out", ready=True)
    story.status(printer="paper_out", ready=False)
    assert verdict(story).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("abilities", "sections", "fails"),
    [
        ((), {}, True),
        (("sale.offline",), {}, False),
        (("sale.cash",), {}, False),
        ((), {"acquirer": {"backup_line": True}}, False),
    ],
)
def test_ready_with_no_line_to_the_host(
    abilities: tuple[str, ...], sections: dict[str, dict[str, object]], fails: bool
) -> None:
    story = Story(*abilities, usual=("sale.card",), **sections)
    story.breaks("acquirer.link.down", "acquirer.link")
    story.line_breaks("acquirer.link")
    story.note("acquirer.link", LinkState("down"))
    story.status(acquirer="down", ready=True)
    assert (verdict(story).verdict is Verdict.FAIL) is fails
