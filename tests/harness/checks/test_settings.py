"""The configuration that a stored run was judged by."""

from harness.checks.views.settings import capabilities, settings
from harness.config import Config
from harness.events import RunStarted
from tests.harness.checks.story import ABILITIES, Story


def test_what_the_run_was_started_with() -> None:
    story = Story(acquirer={"currency": 392}, receipt={"copy": "FOR THE (MERCHANT|GUEST)"})
    found = settings(story.events)
    assert found.acquirer.currency == 392
    assert found.receipt.copy_of == "FOR THE (MERCHANT|GUEST)"


def test_none_that_can_be_read_means_the_defaults() -> None:
    story = Story()
    for broken in ("", "[]", "3", '{"receipt": 1}', '{"nonsense": {}}'):
        event = story.events[0]
        assert isinstance(event.payload, RunStarted)
        story.note("bench", RunStarted("x", "0", broken))
        assert settings(story.events[-1:]) == Config()
    assert settings([]) == Config()


def test_capabilities_of_every_start() -> None:
    assert capabilities(Story("barcode").events) == {*ABILITIES, "barcode"}
