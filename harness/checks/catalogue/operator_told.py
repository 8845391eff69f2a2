"""``operator-told``: who stands at the till is told when it needs a hand."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.checks.views.calls import Call
from harness.checks.views.outages import Outage

_SLACK_MS = 100.0  # the bench stops looking just before the bound


@check(
    "operator-told",
    zh="设备故障且收银机已得到信号时,状态在规定时间内告知操作员",
    comes_from="operations, wire",
)
def operator_told(evidence: Evidence) -> Iterator[Case]:
    """While a device was out of order and the POS had a signal of it, ``status`` said so in time.

    Time with another call open does not count.
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
        yield HELD
        return
    bound_ms = evidence.settings.pos.alert_within_s * 1000 - _SLACK_MS
    late = [call for call in looks if _waited_ms(evidence, t_ms, call) >= bound_ms]
    if late:
        message = (
            f"The operator was not told that the {outage.device} is out of order within "
            f"{evidence.settings.pos.alert_within_s:g} s of the till having a signal of it."
        )
        yield Violation(message, (outage.since.seq, seq, late[0].returned_seq or late[0].seq))


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
