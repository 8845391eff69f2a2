"""``charged-once``: what the cashier was told is approved is in the books, once."""

from collections.abc import Iterator, Sequence

from emulators.acquirer.requests import Action
from harness.checks.check import HELD, Case, Doubt, check
from harness.checks.evidence import Evidence
from harness.checks.fairness import UNSURE, mended_in_books, spoilt_on_the_line
from harness.checks.reading import MASKED, other_card
from harness.checks.result import Violation
from harness.checks.views.books import Transaction
from harness.checks.views.operations import Operation
from harness.checks.wording import events, times, traces

_VERBS = {"refund": "given back", "preauth": "asked for a hold of"}


@check(
    "charged-once",
    zh="告知收银员已批准的刷卡交易恰好入账一次且金额相符（撤销的交易：入账一次、撤销一次）；现金不入账",
    comes_from="operations, books",
)
def charged_once(evidence: Evidence) -> Iterator[Case]:
    """What the cashier was told is approved is booked exactly once, with that amount.

    On the card that was presented, and of the original that was named. A voided sale is booked
    once and voided once; cash is in no book. A pre-authorisation holds the amount once, and charges
    nothing.
    """
    for operation in evidence.operations:
        if not operation.card:
            yield _cash(evidence, operation)
        elif operation.approved and operation.method == "void":
            yield _void(evidence, operation)
        elif operation.approved:
            yield _charge(evidence, operation)


def _cash(evidence: Evidence, operation: Operation) -> Case:
    booked = [one for one in evidence.accounts.of(operation) if one.booked]
    if not booked:
        return HELD
    amount = evidence.money(sum(one.entry.amount_minor for one in booked))
    message = f"Cash {operation} stands in the host's books with {amount} ({traces(booked)})."
    return Violation(message, events(operation, booked))


def _charge(evidence: Evidence, operation: Operation) -> Case:
    """A sale or refund told approved."""
    booked = [one for one in evidence.accounts.of(operation) if one.booked]
    standing = [one for one in booked if evidence.books.charged(one)]
    voids = _voids_of(evidence, operation)
    if any(void.approved for void in voids):
        return _twice(evidence, operation, booked) if len(booked) > 1 else HELD
    if not all(void.decided for void in voids):
        return _twice(evidence, operation, standing) if len(standing) > 1 else HELD
    if len(standing) == 1:
        return _right(evidence, operation, standing[0])
    return (_twice if standing else _nothing)(evidence, operation, standing)


def _voids_of(evidence: Evidence, sale: Operation) -> list[Operation]:
    """The voids of a sale that were asked for."""
    voids = (one for one in evidence.operations if one.method == "void" and one.seq > sale.seq)
    return [one for one in voids if evidence.sale_of(one) is sale]


def _right(evidence: Evidence, operation: Operation, booked: Transaction) -> Case:
    """The one transaction is over the right amount, on the right card, of the right original."""
    wrong = next(filter(None, (test(evidence, operation, booked) for test in _WRONG)), "")
    if not wrong:
        return HELD
    return Violation(f"{wrong} ({traces([booked])}).", events(operation, [booked]))


def _wrong_amount(evidence: Evidence, operation: Operation, booked: Transaction) -> str:
    if operation.amount_minor in (None, booked.entry.amount_minor):
        return ""
    verb = _VERBS.get(operation.method, "charged")
    return (
        f"The customer was {verb} {evidence.money(booked.entry.amount_minor)} instead of "
        f"{evidence.money(operation.amount_minor)} for {operation}"
    )


def _wrong_card(evidence: Evidence, operation: Operation, booked: Transaction) -> str:
    same = not other_card(operation.pan, booked.entry.card)
    at_terminal = evidence.settings.acquirer.link == "zvt"  # where the card never is at the till
    if same or at_terminal or spoilt_on_the_line(evidence, booked.seq):
        return ""
    if not _takes_cards(evidence, booked.entry.card):
        return ""
    return (
        f"The card {operation.pan} was presented for {operation}, and {booked.entry.card} bears "
        f"the {evidence.money(booked.entry.amount_minor)}"
    )


def _wrong_original(evidence: Evidence, operation: Operation, booked: Transaction) -> str:
    """What is given back or taken is of the sale or hold that was named, if of any."""
    named = [one for one in evidence.operations if one.reference == operation.original]
    meant = {own.entry.trace for one in named for own in evidence.accounts.of(one)}
    of = booked.entry.original_trace
    if not of or not meant or of in meant:
        return ""
    return f"{operation} was to be of {operation.original}, and the host has it of trace {of}"


_WRONG = (_wrong_amount, _wrong_card, _wrong_original)


def _takes_cards(evidence: Evidence, charged: str) -> bool:
    """Whether it charges what is presented to it, or to somebody else.

    A till behind a screen may have a card of its own, whatever the bench calls for.
    """
    cards = [(one, one.pan) for one in evidence.operations if MASKED.fullmatch(one.pan)]
    return any(
        not other_card(pan, charged)
        or any(not other_card(pan, row.entry.card) for row in evidence.accounts.of(one))
        for one, pan in cards
    )


def _twice(evidence: Evidence, operation: Operation, booked: Sequence[Transaction]) -> Case:
    verb = _VERBS.get(operation.method, "charged")
    message = (
        f"The customer was {verb} {evidence.money(booked[0].entry.amount_minor)} "
        f"{times(len(booked))} for {operation} ({traces(booked)})."
    )
    return Violation(message, events(operation, booked))


def _nothing(evidence: Evidence, operation: Operation, _: Sequence[Transaction]) -> Case:
    if _refused_later(evidence, operation):
        return HELD  # the merchant's own risk
    if not mended_in_books(evidence):
        return Doubt(f"No batch was closed after the books and the answer parted on {operation}.")
    if evidence.trouble.cut_short:
        return Doubt(f"The run ended before the books of {operation} could be put right.")
    amount = evidence.money(operation.amount_minor)
    if operation.method == "refund":
        left = f"The customer was promised {amount} back"
    elif operation.method == "preauth":
        left = f"The merchant counts on {amount} held"
    else:
        left = f"The merchant let goods for {amount} go"
    message = f"{left} for {operation}, told approved, and nothing is booked."
    return Violation(message, events(operation, evidence.accounts.of(operation)))


def _refused_later(evidence: Evidence, operation: Operation) -> bool:
    """Whether it was sold while the host was away, and the host refused it when it was told."""
    told = [
        one
        for one in evidence.messages
        if one.action == Action.ADVICE.value and one.trace in operation.traces
    ]
    return bool(told) and told[-1].code not in ("", "00", "94", *UNSURE)


def _void(evidence: Evidence, operation: Operation) -> Case:
    """A void told approved: the sale must not be left charged, and be given back only once."""
    sale = evidence.sale_of(operation)
    if sale is None:
        return Doubt(f"No sale is known that {operation} could be about.")
    booked = [one for one in evidence.accounts.of(sale) if one.booked]
    voids = [one for one in evidence.accounts.of(operation) if one.booked]
    # An uploaded record of a void names no sale: whose it is, its trace number tells.
    nameless = any(not one.entry.original_trace for one in voids)
    charged = [] if nameless else [one for one in booked if evidence.books.charged(one)]
    amount = evidence.money(sale.amount_minor)
    # A void that the host took from an upload does not say which sale it is of: its money counts.
    if charged and not voids:
        message = f"The customer is left charged {amount} for {sale}, told voided"
        return Violation(f"{message} ({traces(charged)}).", events(operation, charged))
    if len(voids) > max(1, len(booked)):
        message = f"The customer was given {amount} back {times(len(voids))} for {sale}"
        return Violation(f"{message} ({traces(voids)}).", events(operation, voids))
    return HELD
