"""Events by the class of their payload: the same ones in the same order as by a search."""

import pytest

from emulators.events import Event, Payload
from emulators.faults.events import FaultArmed, FaultCleared, FaultFired
from emulators.history import of
from emulators.sifted import Sifted, having, sifted


def _events() -> list[Event]:
    payloads = (
        FaultArmed(1, "a", "a@now"),
        FaultFired(1, "a", "a@now", "printer", False),
        FaultCleared(1, "a"),
        FaultFired(2, "b", "b@now", "pos", False),
    )
    return [
        Event(seq, 0.0, "nemesis", 0, "", 1, None, "known", payload)
        for seq, payload in enumerate(payloads, 1)
    ]


@pytest.mark.parametrize(
    "kinds", [(FaultFired,), (FaultCleared, FaultFired), (Payload,), (), (str,)]
)
def test_it_finds_what_a_search_finds(kinds):
    events = _events()

    assert list(having(sifted(events), *kinds)) == list(having(events, *kinds))
    assert list(having(sifted(events), *kinds)) == [
        event for event in events if isinstance(event.payload, kinds)
    ]


def test_it_is_a_sequence_of_the_same_events():
    events = _events()

    assert list(sifted(events)) == events
    assert sifted(events)[1:] == tuple(events[1:])


def test_what_is_sifted_is_not_sifted_again():
    once = sifted(_events())

    assert sifted(once) is once
    assert isinstance(once, Sifted)


def test_of_gives_each_event_with_its_payload():
    pairs = list(of(sifted(_events()), FaultFired))

    assert [(event.seq, fired.fault) for event, fired in pairs] == [(2, "a"), (4, "b")]
