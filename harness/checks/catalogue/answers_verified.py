"""``answers-verified``: no outcome comes from an answer to something else."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from emulators.acquirer.requests import Action
from harness.checks.check import HELD, Case, check
from harness.checks.evidence import Evidence
from harness.checks.result import Violation
from harness.checks.views.operations import Operation
from harness.checks.views.wire import Message

# Elements that an answer echoes (contract 4.1): processing code, amount, trace, terminal.
_ECHOED = {"3": "processing code", "4": "amount", "11": "trace", "41": "terminal"}

_MAC = "64"
_KEPT = 256  # messages: each is looked at for every operation


@check(
    "answers-verified",
    zh="不采信凭证号、金额、终端号或 MAC 不符的应答",
    comes_from="operations, wire",
)
def answers_verified(evidence: Evidence) -> Iterator[Case]:
    """No outcome was taken from a response with a wrong trace, amount, terminal or MAC."""
    for operation in evidence.operations:
        sent = [one for one in evidence.messages if one.financial and operation.during(one.seq)]
        wrong = [(one, what) for one in sent if (what := _mismatch(one))]
        if wrong and operation.card:
            yield HELD if _heard(operation, sent, evidence) else _case(operation, *wrong[-1])


def _heard(operation: Operation, sent: Sequence[Message], evidence: Evidence) -> bool:
    """Whether a right answer came before the cashier was told, be it to a repeat made later on.

    Or to an inquiry, which tells what has become of the transaction where the host knows of it.
    """
    told = next((one.seq for one in operation.told if one.outcome == operation.outcome), None)
    asked, keys = {_question(one) for one in sent}, {one.key for one in sent}
    return any(
        one.answered_seq is not None and not _mismatch(one)
        for one in evidence.messages
        if (_question(one) in asked or (_tells(one, operation.outcome) and one.key in keys))
        and (told is None or one.seq < told)
    )


def _tells(message: Message, outcome: str) -> bool:
    """A host that is too busy to say has approved nothing."""
    vouches = message.code == "00" or outcome != "approved"
    return message.action == Action.INQUIRY.value and message.ends_doubt and vouches


def _question(message: Message) -> tuple[object, ...]:
    return message.key, message.action, message.processing_code, message.amount_minor


def _case(operation: Operation, message: Message, what: str) -> Case:
    if operation.outcome not in ("approved", "declined"):
        return HELD
    text = (
        f"The cashier was told that {operation} is {operation.outcome} by a response to trace "
        f"{message.trace} whose {what} is wrong: nobody knows what the bank decided."
    )
    answered = message.answered_seq or message.seq
    return Violation(text, (message.seq, answered, *operation.events))


def _mismatch(message: Message) -> str:
    """Which echoed element of the answer is not the request's, '' when all are."""
    asked, answer = _elements(message.fields), _elements(message.answer)
    for number, name in _ECHOED.items():
        if number in asked and number in answer and asked[number] != answer[number]:
            return name
    made = _elements(message.made).get(_MAC, "")
    return "MAC" if answer.get(_MAC, made) != made else ""


@lru_cache(_KEPT)
def _elements(fields: tuple[str, ...]) -> Mapping[str, str]:
    pairs = (field.partition("=") for field in fields)
    return MappingProxyType({number: value for number, _, value in pairs})
