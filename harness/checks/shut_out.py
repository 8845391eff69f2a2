"""A till that the host refuses for old keys or an old batch, when it had been given new ones."""

from emulators.acquirer.requests import Action
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.checks.views.operations import Operation
from harness.checks.views.wire import Message

KEYS_REFUSED = ("A0", "99")  # the host holds other keys than the request was made with
BATCH_REFUSED = "77"
_TELL_BATCH = (Action.SIGN_ON.value, Action.SETTLEMENT.value, Action.CLOSE.value)
_BATCH_DIGITS = 6


def shut_out(evidence: Evidence, operation: Operation, sent: list[Message]) -> Violation | None:
    """What is wrong when its last request is refused for what the host had told the till anew."""
    if operation.outcome == "approved" or not sent:
        return None
    refused = sent[-1]
    if refused.code in KEYS_REFUSED:
        if (earlier := _never_signed_on(evidence, operation, refused)) is not None:
            return earlier
        given, why = _keys_given(evidence, refused), "new keys: it goes on with old ones"
    elif refused.code == BATCH_REFUSED:
        given, why = _batch_told(evidence, refused), f"another batch than {refused.batch}"
    else:
        return None
    if given is None or _disturbed(evidence, given, refused, expired_after=given):
        return None
    message = (
        f"The host refused {operation} with {refused.code} although it had given the till {why}, "
        "and nothing can be sold."
    )
    return Violation(message, (given, refused.seq, *operation.events))


def _never_signed_on(
    evidence: Evidence, operation: Operation, refused: Message
) -> Violation | None:
    """The till was told in an earlier operation that its keys are gone, and did nothing."""
    told = [
        one.seq
        for one in evidence.messages
        if one.code in KEYS_REFUSED and (one.answered_seq or one.seq) < operation.seq
    ]
    if not told or _disturbed(evidence, told[-1], refused, expired_after=refused.seq):
        return None
    signs_on = (one.seq for one in evidence.messages if one.action == Action.SIGN_ON.value)
    if any(told[-1] < seq < refused.seq for seq in signs_on):
        return None
    message = (
        f"The host refused {operation} with {refused.code} once more: the till was told before "
        "that its keys are gone, and has not signed on since, and nothing can be sold."
    )
    return Violation(message, (told[-1], refused.seq, *operation.events))


def _keys_given(evidence: Evidence, refused: Message) -> int | None:
    """The latest sign-on before it that the host accepted."""
    told = [one.seq for one in _accepted(evidence, refused, (Action.SIGN_ON.value,))]
    return told[-1] if told else None


def _batch_told(evidence: Evidence, refused: Message) -> int | None:
    """The latest message in whose answer the host named the open batch, if it was another one."""
    told = [
        (one.seq, batch)
        for one in _accepted(evidence, refused, _TELL_BATCH)
        if (batch := _batch_in(one.answer))
    ]
    return told[-1][0] if told and told[-1][1] != refused.batch else None


def _accepted(evidence: Evidence, refused: Message, actions: tuple[str, ...]) -> list[Message]:
    return [
        one
        for one in evidence.messages
        if one.action in actions and one.code == "00" and one.seq < refused.seq
    ]


def _batch_in(answer: tuple[str, ...]) -> str:
    """DE 60 is the batch, or has it after two digits (contract 4.1 and 4.2)."""
    said = next((field[3:] for field in answer if field.startswith("60=")), "")
    return said if len(said) == _BATCH_DIGITS else said[2 : 2 + _BATCH_DIGITS]


def _disturbed(evidence: Evidence, told: int, refused: Message, *, expired_after: int) -> bool:
    """Whether a fault stood between; keys that expired up to that event are no excuse."""
    until = refused.answered_seq or refused.seq
    return any(
        one.touches(told, until)
        for one in evidence.trouble.faults
        if one.fault != "host.keys_expired" or one.seq > expired_after
    )
