"""``ready-again``: once everything is mended, the till sells."""

from collections.abc import Iterator, Mapping

from emulators.history import of
from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import altered_under_way
from harness.checks.result import Violation
from harness.checks.views.calls import Call
from harness.checks.views.trouble import Moment
from harness.checks.views.wire import Message
from harness.events import Healed, Quiet

_SLACK_MS = 250.0  # how often the bench looks


@check(
    "ready-again",
    zh="故障全部排除后，收银机在规定时间内恢复就绪且没有待办",
    comes_from="operations",
)
def ready_again(evidence: Evidence) -> Iterator[Case]:
    """With everything mended, the POS is ready and has nothing pending within its time.

    Nor does it count no reversal while it still owes one, after it has told the cashier of the
    sale: somebody would switch it off for the night.
    """
    for event, healed in of(evidence.events, Healed):
        since = Moment(event.seq, event.t_ms)
        yield _case(evidence, since, healed.recovers_within_s)
    for one in evidence.messages:
        if evidence.reversible(one) and not evidence.answered(one):
            yield from _kept_quiet(evidence, one)


def _kept_quiet(evidence: Evidence, one: Message) -> Iterator[Case]:
    """The looks at which it owed the reversal of ``one``, and said that it is at rest."""
    owner = evidence.accounts.owners.get(one.key)
    told = owner.calls[0].returned_seq if owner is not None and owner.outcome == "failed" else None
    taken_back = [m.acknowledged_seq for m in evidence.messages if m.reversal and m.key == one.key]
    over = min((seq for seq in taken_back if seq is not None), default=None)
    if told is None or over is None:
        return
    looks = [call for call in evidence.calls if call.method == "status" and told < call.seq]
    early = [call for call in looks if (call.returned_seq or over) < over]
    lie = next((call for call in early if _owes_nothing(call)), None)
    if lie is not None:
        message = (
            f"The till said that {_AT_REST if _at_rest(lie) else _NOT_AT_REST}, and trace "
            f"{one.trace} over {evidence.money(one.amount_minor)} was not reversed yet."
        )
        yield Violation(message, (one.seq, lie.returned_seq or lie.seq, over))


_AT_REST = "it is ready with nothing pending"
_NOT_AT_REST = "no reversal is pending"


def _owes_nothing(call: Call) -> bool:
    """Whether it gives the number of reversals, and that is none."""
    counts = (call.result or {}).get("pending")
    return isinstance(counts, dict) and counts.get("reversals") == 0


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
