"""``ready-again``: once everything is mended, the till sells."""

from collections.abc import Iterator, Mapping

from emulators.history import of
from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import altered_under_way
from harness.checks.result import Violation
from harness.checks.views.calls import Call
from harness.checks.views.trouble import Moment
from harness.events import Healed, Quiet

_SLACK_MS = 250.0  # how often the bench looks


@check(
    "ready-again",
    zh="一切修复后,收银机在规定时间内恢复就绪且没有待办",
    comes_from="operations",
)
def ready_again(evidence: Evidence) -> Iterator[Case]:
    """With everything mended, the POS is ready and has nothing pending within its time."""
    for event, healed in of(evidence.events, Healed):
        since = Moment(event.seq, event.t_ms)
        yield _case(evidence, since, healed.recovers_within_s)


def _case(evidence: Evidence, healed: Moment, within_s: float) -> Case:
    until_ms = healed.t_ms + within_s * 1000 + _SLACK_MS
    looks = [
        call
        for call in evidence.calls
        if call.method == "status" and call.seq > healed.seq and call.t_ms <= until_ms
    ]
    if any(_at_rest(call) for call in looks):
        return HELD
    if looks and all(call.status == "not_applicable" for call in looks):
        return Doubt("The POS has no status.")
    if (not looks or evidence.trouble.cut_short) and not _waited(evidence, healed):
        return Doubt("The run ended before the POS had its time to recover.")
    for one in evidence.operations:
        if altered_under_way(evidence, one):
            return Doubt(f"The line changed the amount of {one}: the host refuses its reversal.")
    last = looks[-1].seq if looks else healed.seq
    message = (
        f"The till does not sell: {within_s:g} s after everything was mended it is "
        f"{_state(looks[-1]) if looks else 'not there'}."
    )
    return Violation(message, (healed.seq, last))


def _waited(evidence: Evidence, healed: Moment) -> bool:
    return any(event.seq > healed.seq for event, _ in of(evidence.events, Quiet))


def _at_rest(call: Call) -> bool:
    result = call.result or {}
    return result.get("ready") is True and not any(pending(result).values())


def pending(status: Mapping[str, object]) -> dict[str, int]:
    """What a status answer says is not done yet."""
    counts = status.get("pending")
    outcomes = status.get("outcomes")
    found = {}
    if isinstance(counts, dict):
        found = {str(name): n for name, n in counts.items() if isinstance(n, int)}
    if isinstance(outcomes, dict):
        found["operations"] = sum(word == "pending" for word in outcomes.values())
    return found


def _state(call: Call) -> str:
    waiting = [f"{number} {name} pending" for name, number in pending(call.result or {}).items()]
    ready = "ready" if (call.result or {}).get("ready") is True else "not ready"
    return ", ".join([ready, *(text for text in waiting if not text.startswith("0 "))])
