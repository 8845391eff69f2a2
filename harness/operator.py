"""The operator of the till: what he asks of the POS, and what he does with his hands."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.events import Invoked, OperatorDid, Returned
from harness.mistakes import AskForReprints, EnterWrongly, Mistakes
from harness.outcomes import Outcomes
from harness.pos.protocol import Json, Reply, masked_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from emulators.effects import Effect, Injected
    from emulators.events import Payload
    from harness.bench import Bench

TEST_CARD = {"pan": "4111111111111111", "expiry": "3012"}
UNIONPAY_CARD = {"pan": "6222021234567890128", "expiry": "3012"}
# What a workload is made of. The other calls (hello, status, acknowledge, shutdown) do not count as
# operations, so that how often somebody looks at the status moves no injection point.
SLIPS = ("sale", "void", "refund")
WORKLOAD = ("sale", "void", "refund", "reprint", "settle", "preauth", "completion", "balance")


@dataclass(slots=True)
class _Press:
    """A call that is open. ``sent``: it is on its way; ``again``: the same, pressed once more."""

    number: int
    method: str
    params: Mapping[str, Json]
    sent: bool = False
    again: asyncio.Task[Reply] | None = None


class Operator:
    """Synchronous; one call is open at a time, unless he presses a key twice."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._mistakes = Mistakes()
        self._press: _Press | None = None
        self._last = ""  # the reference of the last transaction
        self._calls = 0
        self._outcomes = Outcomes()

    def sale(
        self,
        reference: str,
        amount_minor: int,
        tender: str = "card",
        card: Mapping[str, str] = TEST_CARD,
    ) -> Reply:
        """Sell. ``amount_minor`` in minor units of the configured currency."""
        factor = self._mistakes.take_factor()
        if factor:
            wrong = f"{reference}-wrong"
            self.sale(wrong, amount_minor * factor, tender, card)
            self.void(wrong)
        params: dict[str, Json] = {
            "reference": reference,
            "amount": amount_minor,
            "currency": self._bench.config.acquirer.currency,
            "tender": tender,
        }
        if tender == "card":
            params["card"] = dict(card)
        return self.call("sale", params)

    def void(self, reference: str) -> Reply:
        """Void an earlier sale."""
        return self.call("void", {"reference": reference})

    def refund(
        self,
        reference: str,
        amount_minor: int,
        original: str = "",
        card: Mapping[str, str] = TEST_CARD,
    ) -> Reply:
        """Refund to a card; ``original`` is the sale's reference when it is known."""
        return self.on_card("refund", reference, amount_minor, original, card)

    def on_card(
        self,
        method: str,
        reference: str,
        amount_minor: int,
        original: str = "",
        card: Mapping[str, str] = TEST_CARD,
    ) -> Reply:
        """``refund``, ``preauth``, ``completion`` (of ``original``) or ``balance``."""
        params: dict[str, Json] = {
            "reference": reference,
            "amount": amount_minor,
            "currency": self._bench.config.acquirer.currency,
            "card": dict(card),
        }
        if original:
            params["original"] = original
        return self.call(method, params)

    def reprint(self, reference: str = "") -> Reply:
        """Ask for a reprint, of the last transaction when none is named."""
        return self.call("reprint", {"reference": reference} if reference else {})

    def settle(self) -> Reply:
        """Close the day's batch."""
        return self.call("settle", {})

    def status(self) -> Reply:
        """Look at the till."""
        return self.call("status", {})

    def acknowledge(self) -> Reply:
        """Tell the till that the cause of its alerts is mended."""
        return self.call("acknowledge", {})

    def mend(self, fault: str = "") -> int:
        """Put right what stands (of that fault), then acknowledge. Returns how many were standing.

        One that is armed and has not struck yet is waited for. Before mending, the operator looks
        at the till until it tells of the trouble, for as long as the POS has to tell
        (``alert_within_s``), if it can know. Afterwards he gives it the time to get ready, so that
        the next operation does not race with its recovery.
        """
        self._bench.await_strike(fault)
        self._bench.await_alert()
        what = f"mends {fault}" if fault else "mends everything"
        sales = self._mistakes.puts_off(fault)
        if sales:
            self.did(f"{what} only after {sales} more sales")
            return 0
        mended = self._bench.mend(fault)
        self.did(what)
        self.acknowledge()
        self._bench.open_shop()
        return mended

    def apply(self, injected: Injected) -> None:
        """Make a mistake. Raises TypeError for an effect that is no operator's."""
        self._mistakes.add(injected.effect)
        if self._press is not None and self._press.sent:
            self._press_again(self._press)

    def why_not(self, effect: Effect) -> str:
        """What the POS lacks for that mistake; '' when it can be made."""
        wanted = {AskForReprints: "reprint", EnterWrongly: "void"}.get(type(effect))
        listed = self._bench.pos.hello.result.get("capabilities")
        lacking = wanted is not None and isinstance(listed, list) and wanted not in listed
        return f"the POS lacks {wanted}" if lacking else ""

    def catch_up(self) -> None:
        """Do what is due after a transaction, or when nothing is under way."""
        for _ in range(self._mistakes.take_reprints() if self._last else 0):
            self.reprint(self._last)

    def did(self, what: str) -> None:
        """Record something that the operator did with his hands."""
        self._bench.record("operator", OperatorDid(what))

    def call(self, method: str, params: Mapping[str, Json]) -> Reply:
        """Any call of the contract, recorded as an operation.

        Nobody presses the keys of a till that is being started again: it is waited for.
        """
        if method in WORKLOAD and self._bench.pos.coming:
            self._bench.open_shop()
        reply = self._bench.run(self.calling(method, params))
        if reply.outcome == "pending" and "reference" in params:
            self._bench.await_outcome(method, params)
        if method in SLIPS:
            self._last = str(params.get("reference") or "")
            self.catch_up()
        late = self._mistakes.take_late() if method == "sale" else None
        if late is not None:
            self.mend(late)
        return reply

    async def calling(self, method: str, params: Mapping[str, Json]) -> Reply:
        """The same on the bench's loop."""
        history = self._bench.history
        self._calls += 1
        number = self._calls
        if method in WORKLOAD:
            history.op += 1
            self._bench.settled = False
        press = _Press(number, method, params)
        self._press = press if method in WORKLOAD else None
        self._record(_invoked(number, method, params))
        first = asyncio.ensure_future(self._bench.pos.call(method, params))
        await asyncio.sleep(0)  # now it is on its way
        press.sent = True
        self._press_again(press)
        reply = await first
        self._press = None
        self._answered(press, reply)
        if press.again is not None:
            self._answered(press, await press.again)
        return reply

    def _press_again(self, press: _Press) -> None:
        """The same key once more, when that mistake is due."""
        if press.method in WORKLOAD and press.again is None and self._mistakes.take_twice():
            self._record(_invoked(press.number, press.method, press.params, repeat=True))
            call = self._bench.pos.call(press.method, press.params)
            press.again = asyncio.ensure_future(call)

    def _answered(self, press: _Press, reply: Reply) -> None:
        self._outcomes.remember(press.method, press.params, reply)
        self._record(_returned(press.number, press.method, reply))

    def _record(self, payload: Payload) -> None:
        for injected in self._bench.history.record("operator", payload).injected:
            self.apply(injected)

    def outcome(self, reference: str) -> str:
        """What the cashier knows of that operation by now; '' when there is none."""
        return self._outcomes.of(reference)

    def undecided(self) -> tuple[tuple[str, Mapping[str, Json]], ...]:
        """The calls whose outcome nobody knows yet, in order."""
        return self._outcomes.undecided()


def _invoked(
    number: int, method: str, params: Mapping[str, Json], *, repeat: bool = False
) -> Invoked:
    amount, currency = params.get("amount"), params.get("currency")
    return Invoked(
        operation=number,
        method=method,
        reference=str(params.get("reference") or ""),
        amount_minor=amount if isinstance(amount, int) else None,
        currency=currency if isinstance(currency, int) else None,
        tender=str(params.get("tender") or ""),
        params=masked_json(dict(params)),
        repeat=repeat,
    )


def _returned(number: int, method: str, reply: Reply) -> Returned:
    return Returned(
        operation=number,
        method=method,
        status=reply.status,
        outcome=reply.outcome,
        receipt=reply.receipt,
        result=masked_json(dict(reply.result)) if reply.status == "ok" else "{}",
        reason=reply.reason,
    )


def pending_in(status: Reply) -> bool:
    """Whether a status answer speaks of anything that is not done yet."""
    pending = status.result.get("pending")
    counts = pending.values() if isinstance(pending, dict) else ()
    outcomes = status.result.get("outcomes")
    words = outcomes.values() if isinstance(outcomes, dict) else ()
    return any(isinstance(n, int) and n > 0 for n in counts) or "pending" in words


def tells_of_trouble(status: Reply) -> bool:
    """Whether a status answer tells the operator that something is out of order."""
    return names_a_trouble(status) or status.result.get("ready") is False


def names_a_trouble(status: Reply) -> bool:
    """Whether it says what is out of order: a till that is busy is not ready, and well."""
    odd = any(status.text(device) not in ("", "ok") for device in ("printer", "acquirer"))
    return odd or bool(status.result.get("alerts"))


def canonical_params(params: str) -> Mapping[str, Json]:
    """The parameters of a recorded operation."""
    value: Json = json.loads(params)
    return value if isinstance(value, dict) else {}
