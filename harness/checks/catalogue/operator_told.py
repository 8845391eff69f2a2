"""``operator-told``: who stands at the till is told when it needs a hand."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import OFF_LINE
from harness.checks.result import Violation
from harness.checks.views.calls import Call
from harness.checks.views.outages import Outage

_SLACK_MS = 100.0  # the bench stops looking just before the bound


@check(
    "operator-told",
    zh="设备故障且收银机已得到信号时，状态在规定时间内告知操作员",
    comes_from="operations, wire",
)
def operator_told(evidence: Evidence) -> Iterator[Case]:
    """While a device was out of order and the POS had a signal of it, ``status`` said so in time.

    Time with another call open does not count. Who says that it is ready says that the next sale
    can be done and its receipt printed (the contract): not of a device that it calls out of order.
    """
    for outage in evidence.outages:
        if outage.signal is not None:
            yield from _case(evidence, outage, outage.signal.seq, outage.signal.t_ms)


def _case(evidence: Evidence, outage: Outage, seq: int, t_ms: float) -> Iterator[Case]:
    last = outage.until.seq if outage.until is not None else evidence.last_seq + 1
    looks = [
        call
        for call in evidence.calls
        if call.method == "status" and call.status == "ok" and seq < call.seq < last
    ]
    if any(_tells(call) for call in looks):
        yield _ready_all_the_same(evidence, outage, looks) or HELD
        return
    bound_ms = evidence.settings.pos.alert_within_s * 1000 - _SLACK_MS
    late = [call for call in looks if _waited_ms(evidence, t_ms, call) >= bound_ms]
    if late:
        message = (
            f"The operator was not told that the {outage.device} is out of order within "
            f"{evidence.settings.pos.alert_within_s:g} s of the till having a signal of it."
        )
        yield Violation(message, (outage.since.seq, seq, late[0].returned_seq or late[0].seq))


def _ready_all_the_same(evidence: Evidence, outage: Outage, looks: list[Call]) -> Case | None:
    """Whether each answer says ready, and one of them that the device is out of order."""
    denied = [call for call in looks if call.said(outage.device) in _OUT_OF_ORDER]
    if not denied or _another_way(evidence, outage.device):
        return None
    if any((call.result or {}).get("ready") is not True for call in looks):
        return None
    message = (
        f"The till says that it is ready, and that the {outage.device} is out of order: the next "
        f"{_LACKING[outage.device]}."
    )
    return Violation(message, (outage.since.seq, denied[0].returned_seq or denied[0].seq))


def _another_way(evidence: Evidence, device: str) -> bool:
    """Whether it can do without that device: a second one, sales off line or for cash."""
    settings = evidence.settings
    if device == "printer":
        return settings.printer.standby
    return settings.acquirer.backup_line or not evidence.capabilities.isdisjoint(_NO_HOST)


_OUT_OF_ORDER = ("paper_out", "cover_open", "offline", "error", "down")
_NO_HOST = (OFF_LINE, "sale.cash")  # what can be sold without it
_LACKING = {"printer": "receipt cannot be printed", "acquirer": "card cannot be charged"}


def _tells(call: Call) -> bool:
    result = call.result or {}
    odd = any(result.get(name) not in (None, "ok") for name in ("printer", "acquirer"))
    return odd or bool(result.get("alerts")) or result.get("ready") is False


def _waited_ms(evidence: Evidence, since_ms: float, look: Call) -> float:
    """The time from the signal to the answer, less what other calls were open in between."""
    until_ms = look.returned_t_ms or look.t_ms
    busy_ms = sum(
        max(0.0, min(call.returned_t_ms or until_ms, until_ms) - max(call.t_ms, since_ms))
        for call in evidence.calls
        if call.method not in ("status", "acknowledge")
    )
    return until_ms - since_ms - busy_ms
