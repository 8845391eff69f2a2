"""``reversal-matches``: a reversal takes back what was sent, and nothing else."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import altered, spoilt_on_the_line
from harness.checks.result import Violation
from harness.checks.views.wire import Message


@check(
    "reversal-matches",
    zh="冲正与原交易一致：凭证号、批次号、金额",
    comes_from="wire, books",
)
def reversal_matches(evidence: Evidence) -> Iterator[Case]:
    """A reversal names its original: trace number, batch and amount."""
    for place, one in enumerate(evidence.messages):
        if one.reversal and not _sent_rightly_later(evidence, one):
            yield _case(evidence, one, evidence.messages[:place])


def _case(evidence: Evidence, reversal: Message, earlier: tuple[Message, ...]) -> Case:
    sent = [one for one in earlier if one.financial and one.terminal == reversal.terminal]
    originals = [one for one in sent if one.key == reversal.key]
    if originals:
        return _compared(evidence, reversal, originals[-1])
    # The original may have been lost on the line; but not if one like it still waits for reversal.
    meant = [one for one in sent if _waits(evidence, one) and _alike(one, reversal)]
    if not meant:
        return HELD
    message = (
        f"The customer is left charged {evidence.money(meant[-1].amount_minor)}: the reversal of "
        f"trace {meant[-1].trace} in batch {meant[-1].batch} names trace {reversal.trace} in batch "
        f"{reversal.batch}."
    )
    return Violation(message, (meant[-1].seq, reversal.seq))


def _spoilt(evidence: Evidence, reversal: Message) -> bool:
    """Whether bits may have flipped in it on its way."""
    return spoilt_on_the_line(evidence, reversal.seq)


def _sent_rightly_later(evidence: Evidence, reversal: Message) -> bool:
    """Whether the line has spoilt it, and another one with another amount followed."""
    return _spoilt(evidence, reversal) and any(
        one.reversal
        and one.seq > reversal.seq
        and one.key == reversal.key
        and one.amount_minor != reversal.amount_minor
        for one in evidence.messages
    )


def _waits(evidence: Evidence, one: Message) -> bool:
    own = [other for other in evidence.messages if other.key == one.key]
    return not any(other.reversal or evidence.answered(other) for other in own)


def _alike(one: Message, reversal: Message) -> bool:
    return one.amount_minor == reversal.amount_minor


def _compared(evidence: Evidence, reversal: Message, original: Message) -> Case:
    if reversal.amount_minor in (None, original.amount_minor):
        return HELD
    if altered(evidence, original) or _spoilt(evidence, reversal):
        return Doubt(f"The line changed the amount of trace {original.trace} under way.")
    message = (
        f"The reversal of trace {original.trace} names "
        f"{evidence.money(reversal.amount_minor)} instead of "
        f"{evidence.money(original.amount_minor)}: the host cannot take the charge back."
    )
    return Violation(message, (original.seq, reversal.seq))
