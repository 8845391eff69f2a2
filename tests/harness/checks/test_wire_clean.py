"""``wire-clean``: what was sent can be read."""

import pytest

from emulators.acquirer.events import Malformed
from emulators.events import Payload
from emulators.printer.events import UnknownCommand
from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story, slip

MALFORMED = Malformed(1, "the bitmap is not hexadecimal", "")
UNKNOWN = UnknownCommand(117, "1b7e")


def wire(device: str, payload: Payload | None, fault: str = "") -> Result:
    story = Story()
    story.prints(slip())
    if fault:
        story.breaks(fault, f"{device}.link")
    if payload is not None:
        story.note(device, payload)
    return story.verdict("wire-clean")


def test_clean_holds() -> None:
    assert wire("printer", None).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("device", "payload", "said"),
    [
        ("acquirer", MALFORMED, "cannot read: the bitmap is not hexadecimal"),
        ("printer", UNKNOWN, "no command of its model: 1b7e"),
    ],
)
def test_junk(device: str, payload: Payload, said: str) -> None:
    assert said in wire(device, payload).violations[0].message


@pytest.mark.parametrize(("device", "payload"), [("acquirer", MALFORMED), ("printer", UNKNOWN)])
def test_junk_that_a_faulty_line_made_holds(device: str, payload: Payload) -> None:
    assert wire(device, payload, "link.corrupt").verdict is Verdict.PASS


def test_a_silent_wire_is_no_evidence() -> None:
    assert Story().verdict("wire-clean").verdict is Verdict.NOT_EXERCISED
