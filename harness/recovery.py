"""After the faults: mend everything, give the POS its time, wait until the bench is quiet.

What is waited for is always evidence (a status answer, an event), never a fixed time alone.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from emulators.faults.events import FaultFired
from emulators.links.events import Answered, Closed, Delivered, LinkState, Sent
from emulators.printer.events import Replied, StateChanged
from harness.checks.evidence import Evidence
from harness.checks.reprints import reprints_due
from harness.events import Healed, Quiet
from harness.operator import names_a_trouble, pending_in, tells_of_trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.bench import Bench
    from harness.pos.protocol import Json, Reply

FIRST_POLL_S = 0.005
POLL_S = 0.05
OPENS_WITHIN_S = 2.0
SLOWEST_POLL_S = 0.5
MACHINE_S = 0.05  # what a process may need to get its turn: no faster where time passes faster
BREATH_S = 0.06  # between a call and the mending of what it met
LONG_BREATH_S = 0.3
HAND_S = 1.0  # nobody has a new roll in place sooner than that


async def await_strike(bench: Bench, fault: str) -> None:
    """Before mending a fault that is armed and has not struck yet: nobody mends what is whole.

    Without this, an operator who is quicker than the fault would mend nothing.
    """
    deadline_s = bench.clock.monotonic_s() + bench.config.pos.alert_within_s
    while bench.nemesis.due(fault) and bench.clock.monotonic_s() < deadline_s:
        await asyncio.sleep(FIRST_POLL_S)


async def await_alert(bench: Bench) -> None:
    """Look at the till until it tells of a trouble that it can know of, or its time is up.

    One that asks the printer now and then is given the moment in which nobody can mend anything.
    """
    hand_s = bench.clock.monotonic_s() + min(HAND_S, bench.config.pos.alert_within_s)
    while not _signalled(bench):
        late = bench.clock.monotonic_s() >= hand_s
        if late or not bench.pos.up.is_set() or not _printer_stands(bench):
            return
        await asyncio.sleep(FIRST_POLL_S)
    deadline_s = bench.clock.monotonic_s() + bench.config.pos.alert_within_s
    while bench.pos.up.is_set() and bench.clock.monotonic_s() < deadline_s:
        if tells_of_trouble(await bench.operator.calling("status", {})):
            return
        await asyncio.sleep(POLL_S)


async def await_reminder(bench: Bench) -> None:
    """Look at the till until it reminds of a day that is not settled, or its time is up."""
    deadline_s = bench.clock.monotonic_s() + bench.config.pos.alert_within_s
    while bench.pos.up.is_set() and bench.clock.monotonic_s() < deadline_s:
        await bench.operator.calling("status", {})
        if _reminded(bench):
            return
        await asyncio.sleep(POLL_S)


def _reminded(bench: Bench) -> bool:
    """Whether the last look at the till told of every day that is not settled."""
    evidence = Evidence(tuple(bench.history.events), bench.history.blobs)
    still = [one for one in evidence.unsettled if one.over_seq is None]
    return not still or evidence.reminders.tells(evidence.calls[-1])


async def await_outcome(bench: Bench, method: str, params: Mapping[str, Json]) -> None:
    """After a pending answer: the cashier and the customer wait until the till knows more.

    Not for ever, and not where the till tells of a trouble. A till whose status says nothing of
    outcomes is asked by the same call again (the contract).
    """
    reference = str(params.get("reference") or "")
    deadline_s = bench.clock.monotonic_s() + OPENS_WITHIN_S
    while bench.operator.outcome(reference) == "pending" and bench.pos.up.is_set():
        status = await bench.operator.calling("status", {})
        if status.status == "ok" and "outcomes" not in status.result:
            await bench.operator.calling(method, params)
            return
        in_trouble = status.status != "ok" or names_a_trouble(status)
        if in_trouble or bench.clock.monotonic_s() >= deadline_s:
            return
        await asyncio.sleep(POLL_S)


def _signalled(bench: Bench) -> bool:
    """Whether a fault stands, and the POS got a sign of it after it struck."""
    standing = [item.cause for item in bench.nemesis.armed if item.standing]
    if not standing:
        return False
    later = bench.history.events[min(standing) :]
    return any(_is_sign(item.payload) for item in later)


def _printer_stands(bench: Bench) -> bool:
    """Whether the fault that struck last has stopped the printer, and the POS ever asks it."""
    standing = [item.cause for item in bench.nemesis.armed if item.standing]
    if not standing or not any(isinstance(item.payload, Replied) for item in bench.history.events):
        return False
    later = bench.history.events[max(standing) :]
    return any(isinstance(item.payload, StateChanged) and not item.payload.online for item in later)


def _is_sign(payload: object) -> bool:
    match payload:
        case Replied(trouble=True) | Closed(by="fault") | LinkState(state="down"):
            return True
    return False


async def open_shop(bench: Bench) -> None:
    """Before the first operation: look at the till until it is ready, as a cashier would.

    A till that is being started again or signs on in the background is given the time to do so, so
    that the same schedule meets it in the same state each time. One that does not get ready is used
    all the same; so is one that is struck anew in the meantime.
    """
    before = len(bench.history.events)
    await _up(bench, bench.clock.monotonic_s() + bench.config.pos.recovers_within_s)
    deadline_s = bench.clock.monotonic_s() + OPENS_WITHIN_S
    pause_s = FIRST_POLL_S
    while bench.pos.up.is_set() and bench.clock.monotonic_s() < deadline_s:
        status = await bench.operator.calling("status", {})
        struck = any(item.standing and item.cause > before for item in bench.nemesis.armed)
        if status.status != "ok" or _at_rest(status) or struck:
            return
        await asyncio.sleep(pause_s)
        pause_s = min(pause_s * 1.5, POLL_S)


async def recover(bench: Bench) -> None:
    """Mend everything, acknowledge, wait for readiness within ``recovers_within_s``, then quiet.

    A fault that has not struck yet is given the time until nothing happens by itself any more.
    """
    if bench.nemesis.due():
        await _up(bench, bench.clock.monotonic_s() + bench.config.pos.recovers_within_s)
        # A till that is being started again says nothing for a while: that is no quiet.
        await _up(bench, bench.clock.monotonic_s() + bench.config.pos.recovers_within_s)
        await _quiet(bench, bench.clock.monotonic_s() + bench.config.pos.alert_within_s)
    await _await_owed(bench)
    await _look(bench)
    if bench.nemesis.waiting and bench.nemesis.standing:
        await _mend_the_first(bench)
    bench.nemesis.disarm_all()
    await bench.devices.handled()
    bench.nemesis.mend()
    await bench.devices.handled()
    await bench.pos.switched_on()  # it is not slow while its power is off
    if bench.shut:
        await bench.open_again()  # what it owes nobody can ask of a till that is switched off
    bound_s = bench.config.pos.recovers_within_s
    start_s = bench.clock.monotonic_s()
    bench.record_here("bench", Healed(bound_s))
    ready = await _ready(bench, start_s + bound_s)
    await _bank_told(bench, start_s + bound_s)
    await _ask_again(bench, start_s + bound_s)
    await _quiet(bench, start_s + bound_s)
    await _ask_for_reprints(bench, start_s + bound_s)
    waited_s = bench.clock.monotonic_s() - start_s
    bench.record_here("bench", Quiet(ready, round(waited_s, 3)))


async def _await_owed(bench: Bench) -> None:
    """Where a fault still waits: a till does what it owes when it is looked at, or after a while.

    What it says is pending nothing keeps from coming, unless another fault stands.
    """
    deadline_s = bench.clock.monotonic_s() + bench.config.pos.alert_within_s
    while bench.nemesis.due() and bench.pos.up.is_set():
        status = await bench.operator.calling("status", {})
        await _quiet(bench, deadline_s)
        late = bench.clock.monotonic_s() >= deadline_s
        if late or bench.nemesis.standing or not pending_in(status):
            return


async def _look(bench: Bench) -> None:
    """Whoever mends sees first what the till tells of it."""
    if any(isinstance(item.payload, FaultFired) for item in bench.history.events):
        await await_alert(bench)
        await _breathe(bench)


async def _mend_the_first(bench: Bench) -> None:
    """What stands is mended, and the till gets over it: there the next fault may wait for it."""
    bench.nemesis.mend()
    await bench.devices.handled()
    struck = _struck(bench)
    deadline_s = bench.clock.monotonic_s() + bench.config.pos.recovers_within_s
    if await _up(bench, deadline_s):
        await bench.operator.calling("acknowledge", {})
        await _quiet(bench, deadline_s)
    if _struck(bench) > struck:
        await _up(bench, bench.clock.monotonic_s() + bench.config.pos.recovers_within_s)
        await _look(bench)


def _struck(bench: Bench) -> int:
    return sum(item.fired for item in bench.nemesis.armed)


async def _ready(bench: Bench, deadline_s: float) -> bool:
    """Acknowledge, then look at the status until the POS is ready with nothing pending."""
    if not await _up(bench, deadline_s):
        return False
    await bench.operator.calling("acknowledge", {})
    pause_s = FIRST_POLL_S
    while True:
        status = await bench.operator.calling("status", {})
        if _at_rest(status):
            return True
        if bench.clock.monotonic_s() >= deadline_s or status.status == "not_applicable":
            return False
        await asyncio.sleep(pause_s)
        pause_s = min(pause_s * 1.5, SLOWEST_POLL_S)


async def _bank_told(bench: Bench, deadline_s: float) -> None:
    """Wait until a payment terminal has given back what it owes: no matter of the till's."""
    while bench.devices.owes and bench.clock.monotonic_s() < deadline_s:
        await asyncio.sleep(POLL_S)


async def _up(bench: Bench, deadline_s: float) -> bool:
    """Wait for the hello of a POS that is being started again."""
    if not bench.pos.up.is_set() and bench.pos.coming:
        left_s = max(0.0, deadline_s - bench.clock.monotonic_s())
        try:
            await asyncio.wait_for(bench.pos.up.wait(), left_s)
        except TimeoutError:
            return False
    return bench.pos.up.is_set()


def _at_rest(status: Reply) -> bool:
    return status.result.get("ready") is True and not pending_in(status)


async def _ask_again(bench: Bench, deadline_s: float) -> None:
    """Ask for whatever has no outcome yet: the contract answers it as the first.

    What is pending still, the till may come to know as long as its time lasts.
    """
    pause_s = POLL_S
    while bench.pos.up.is_set():
        # The settlement last: after it the same sale again would be a new one.
        calls = sorted(bench.operator.undecided(), key=lambda call: call[0] == "settle")
        again = [await bench.operator.calling(method, params) for method, params in calls]
        waits = any(reply.text("outcome") == "pending" for reply in again)
        if not waits or bench.clock.monotonic_s() >= deadline_s:
            return
        await asyncio.sleep(pause_s)
        pause_s = min(pause_s * 1.5, SLOWEST_POLL_S)


async def _ask_for_reprints(bench: Bench, deadline_s: float) -> None:
    """A slip that is missing through nobody's fault: the operator asks for a reprint, once."""
    if not bench.pos.up.is_set():
        return
    for reference in reprints_due(bench.history.events, bench.history.blobs):
        await bench.operator.calling("reprint", {"reference": reference})
        await _quiet(bench, deadline_s)


async def _breathe(bench: Bench) -> None:
    """Nobody mends in the millisecond in which a call returns.

    What the till began meanwhile, a reversal say, comes to its end or to its wait first, so that
    the same schedule meets it in the same state each time.
    """
    now_s, rate = bench.clock.monotonic_s(), bench.rate
    await _still(bench, BREATH_S * rate, now_s + LONG_BREATH_S * rate)


async def _quiet(bench: Bench, deadline_s: float) -> None:
    """Wait until nothing has happened on the bench for the settling time."""
    await _still(bench, max(bench.config.pos.settling_s, MACHINE_S * bench.rate), deadline_s)


async def _still(bench: Bench, settling_s: float, deadline_s: float) -> None:
    """Wait until nothing has happened for that long; what happens after the deadline is let be."""
    seen, since_s = len(bench.history.events), bench.clock.monotonic_s()
    while bench.clock.monotonic_s() - since_s < settling_s:
        await asyncio.sleep(settling_s / bench.rate / bench.looks)
        news, seen = bench.history.events[seen:], len(bench.history.events)
        in_time = bench.clock.monotonic_s() < deadline_s + settling_s
        if in_time and not all(isinstance(event.payload, _CHATTER) for event in news):
            since_s = bench.clock.monotonic_s()


# A till may ask its printer how it is several times a second, for ever. Whatever such bytes do
# (print, book, open the drawer) is an event of another kind.
_CHATTER = (Sent, Delivered, Answered, Replied)
