"""``nothing-charged-for-nothing``: no money moves for what was not done."""

from collections.abc import Iterator

from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import altered_under_way, mended_in_books
from harness.checks.result import Violation
from harness.checks.views.books import Transaction
from harness.checks.views.operations import Operation
from harness.checks.wording import events, traces


@check(
    "nothing-charged-for-nothing",
    zh="告知拒绝或未完成的交易最终没有任何入账",
    comes_from="operations, books",
)
def nothing_charged_for_nothing(evidence: Evidence) -> Iterator[Case]:
    """What was told declined or failed ends with nothing booked, and nobody is charged unasked."""
    for operation in evidence.operations:
        if operation.decided and not operation.approved and operation.card:
            yield _refused(evidence, operation)
    for one in evidence.books.transactions:
        if evidence.accounts.owner(one) is None and one.side == "debit" and one.booked:
            yield _unasked(evidence, one)


def _refused(evidence: Evidence, operation: Operation) -> Case:
    moved = [one for one in evidence.accounts.of(operation) if _moved(evidence, one)]
    if not moved:
        return HELD
    if not evidence.trouble.mended:
        return Doubt(f"The run ended before {operation} could be put right.")
    if not mended_in_books(evidence):
        return Doubt(f"No batch was closed after the books and the answer parted on {operation}.")
    if altered_under_way(evidence, operation):
        return Doubt(f"The line changed the amount of {operation} on its way to the host.")
    amount = evidence.money(sum(one.entry.amount_minor for one in moved))
    message = {
        "sale": f"The customer is charged {amount} for {operation}",
        "void": f"The merchant is left without the {amount} of sale {operation.reference}",
        "refund": f"The merchant gave {amount} back for {operation}",
        "preauth": f"The customer's {amount} are held for {operation}",
        "completion": f"The customer is charged {amount} for {operation}",
    }[operation.method]
    told = f"{message}, told {operation.outcome} ({traces(moved)})."
    return Violation(told, events(operation, moved))


def _moved(evidence: Evidence, one: Transaction) -> bool:
    return one.booked if one.side == "credit" else evidence.books.charged(one)


def _unasked(evidence: Evidence, one: Transaction) -> Case:
    if not evidence.books.charged(one):
        return HELD
    amount = evidence.money(one.entry.amount_minor)
    message = f"A customer is charged {amount} that no operation asked for ({traces([one])})."
    return Violation(message, one.events)
