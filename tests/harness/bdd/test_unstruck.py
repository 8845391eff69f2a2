"""A fault that waits for an answer which this POS never asks for does not apply to it."""

import pytest

from emulators.events import Event, Payload
from emulators.faults.events import FaultArmed, FaultFired
from emulators.printer.events import Replied
from harness.bdd.unstruck import (
    IF_ASKED,
    IF_FLUSHED,
    IF_REVERSED,
    never_asked,
    never_flushed,
    never_reversed,
)
from harness.events import Healed, PosDisk

LOST = "printer.link.drop:stream=downstream,bytes=7"
SECOND = f"{LOST}@point(printer/1/printer.replied/GS ( H 48/2)"
ELSE = "printer.paper_out@line(90)"


def events(*payloads: Payload) -> list[Event]:
    return [
        Event(seq, 0.0, "printer", 1, payload.key(), 1, None, "known", payload)
        for seq, payload in enumerate(payloads, 1)
    ]


def armed(number: int, spec: str) -> FaultArmed:
    return FaultArmed(number, spec.partition(":")[0].partition("@")[0], spec)


def replied(request: str) -> Replied:
    return Replied(1, request, "00", trouble=False)


def test_another_way_of_asking() -> None:
    why = never_asked([IF_ASKED], events(armed(1, SECOND), replied("GS r"), replied("GS r")))
    assert why.startswith("the POS asks the printer by GS ( H 48 0 times in that operation")


def test_an_answer_after_the_mending_comes_too_late_for_a_fault() -> None:
    asked = (armed(1, SECOND), replied("GS ( H 48"), Healed(10), replied("GS ( H 48"))
    assert "by GS ( H 48 1 times" in never_asked([IF_ASKED], events(*asked))


def test_a_scenario_that_does_not_say_so_stays_unknown() -> None:
    assert not never_asked(["drop"], events(armed(1, SECOND), replied("GS r")))


@pytest.mark.parametrize(
    "happened",
    [
        (armed(1, SECOND), replied("GS ( H 48"), replied("GS ( H 48")),
        (armed(1, SECOND), armed(2, ELSE)),
        (armed(1, SECOND), FaultFired(1, "printer.link.drop", SECOND, "printer.link", False)),
        (armed(1, ELSE),),
        (),
    ],
)
def test_what_is_not_known_stays_unknown(happened: tuple[Payload, ...]) -> None:
    assert not never_asked([IF_ASKED], events(*happened))


REVERSAL = "host.reversal_response_lost@message(reversal,request)"


def test_a_sale_that_was_asked_for_again_needs_no_reversal() -> None:
    why = never_reversed([IF_REVERSED], events(armed(1, REVERSAL)), kept=True)
    assert why.endswith(f"there is no reversal for {REVERSAL} to strike")


@pytest.mark.parametrize(
    ("tags", "kept", "armed_too"),
    [([], True, ()), ([IF_REVERSED], False, ()), ([IF_REVERSED], True, (armed(2, ELSE),))],
)
def test_else_a_reversal_was_waited_for(
    tags: list[str], kept: bool, armed_too: tuple[Payload, ...]
) -> None:
    assert not never_reversed(tags, events(armed(1, REVERSAL), *armed_too), kept=kept)


def test_a_power_cut_waits_for_a_flush_in_vain() -> None:
    assert "does not flush so often" in never_flushed([IF_FLUSHED], events(PosDisk("kept")))


@pytest.mark.parametrize(
    ("tags", "happened"),
    [
        ([], (PosDisk("kept"),)),
        ([IF_FLUSHED], (PosDisk("cut"),)),
        ([IF_FLUSHED], (PosDisk("kept"), armed(1, ELSE))),
    ],
)
def test_else_the_power_went_or_nobody_knows(
    tags: list[str], happened: tuple[Payload, ...]
) -> None:
    assert not never_flushed(tags, events(*happened))
