"""A till need not sell what it cannot print."""

from harness.checks.evidence import Evidence
from harness.checks.views.refusals import refused
from tests.harness.checks.story import Story


def references(story: Story) -> list[str]:
    evidence = Evidence(tuple(story.events), story.history.blobs)
    found = refused(evidence.operations, evidence.messages, evidence.trouble)
    return [one.reference for one in found]


def test_a_sale_refused_without_paper() -> None:
    story = Story()
    story.breaks("printer.paper_out")
    story.refused_sale()
    assert references(story) == ["A1"]


def test_a_sale_refused_after_the_printer_was_mended() -> None:
    story = Story()
    armed = story.breaks("printer.paper_out")
    story.mends(armed, "printer.paper_out")
    story.refused_sale()
    assert references(story) == []


def test_a_sale_that_the_host_was_asked_for() -> None:
    story = Story()
    story.breaks("printer.paper_out")
    ask = story.asks("sale", "A1", 1250, "card")
    story.approves()
    story.answers(ask, "failed", "none")
    assert references(story) == []


def test_a_sale_refused_with_the_printer_well() -> None:
    story = Story()
    story.breaks("acquirer.link.down", "acquirer.link")
    story.refused_sale()
    assert references(story) == []
