"""Judged by what it could have known: what excuses a till."""

from collections.abc import Iterator

from emulators.history import of
from harness.checks.evidence import Evidence
from harness.checks.views.calls import Call
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece
from harness.checks.views.wire import Message
from harness.events import PosEnded


def owed_copies(evidence: Evidence, operation: Operation) -> tuple[str, ...]:
    """The copies that an approved operation owes; a hold on a card is no sale yet."""
    if operation.method == "preauth":
        return ()
    if operation.card and "receipt.merchant_copy" in evidence.capabilities:
        return "customer", "merchant"
    return ("customer",)


def could_know_of_loss(evidence: Evidence, operation: Operation) -> bool:
    """Whether the POS claimed to know, was told of trouble with a slip, or never had any.

    One that ended before it had answered finds what it had begun in its data when it starts again.
    """
    claimed = any(call.receipt == "printed" for call in operation.calls)
    calm = not evidence.trouble.of_paper_between(operation.seq, evidence.last_seq)
    return claimed or calm or _died(evidence, operation) or told_of_printer(evidence, operation.seq)


def _died(evidence: Evidence, operation: Operation) -> bool:
    """Whether the POS ended while it was asked, and has its data yet."""
    return any(operation.during(seq) for seq in _ends(evidence))


def died_settling(evidence: Evidence, since: int) -> bool:
    """The same of a settlement, after event ``since``."""
    settles = [call for call in evidence.calls if call.method == "settle"]
    return any(seq > since and any(c.open_at(seq) for c in settles) for seq in _ends(evidence))


def _ends(evidence: Evidence) -> Iterator[int]:
    if not evidence.trouble.fired("pos.data_lost"):
        yield from (event.seq for event, _ in of(evidence.events, PosEnded))


def told_of_printer(evidence: Evidence, since: int) -> bool:
    """Whether the POS was told of printer trouble after event ``since``, or had only to ask."""
    asks = evidence.settings.receipt.asks_status
    moments = evidence.trouble.told + (evidence.trouble.askable if asks else ())
    return any(moment.seq > since for moment in moments)


def reprint_asked(evidence: Evidence, operation: Operation) -> bool:
    """Whether a reprint of it was asked for after it was told approved.

    One that was asked for before something unnoticeable was mended does not count, nor one at
    which the POS died, nor one that brings what came later: the void of a sale has its reference.
    """
    since = operation.approved_seq or operation.seq
    return any(
        call.method == "reprint"
        and call.reference in ("", operation.reference)
        and call.seq > since
        and call.status != "not_applicable"
        and not _spoilt_at(evidence, call.seq)
        and _heard(evidence, call)
        and not _brings_a_later_one(evidence, call, operation)
        for call in evidence.calls
    )


def _brings_a_later_one(evidence: Evidence, reprint: Call, operation: Operation) -> bool:
    """Whether there is a later transaction to reprint: of several it is the latest."""
    return any(
        operation.seq < other.seq and (other.approved_seq or reprint.seq) < reprint.seq
        for other in evidence.operations
        if reprint.reference in ("", other.reference)
    )


def _heard(evidence: Evidence, call: Call) -> bool:
    """Whether it was answered, or should have been: all was mended. Others are asked for again."""
    healed = evidence.trouble.healed
    return call.status not in ("", "unknown") or (healed is not None and call.seq > healed.seq)


def _spoilt_at(evidence: Evidence, seq: int) -> bool:
    return any(
        one.undetectable and one.cleared_seq is not None and one.touches(seq, seq)
        for one in evidence.trouble.faults
    )


def unnoticeable(evidence: Evidence, piece: Piece) -> bool:
    """Whether something that no till can notice was wrong while the slip came out."""
    return any(
        one.undetectable and one.touches(piece.slip.seq, piece.slip.last.seq)
        for one in evidence.trouble.faults
    )


def spoilt_unnoticed(evidence: Evidence, since: int) -> bool:
    """Whether a slip came out after event ``since`` that is spoilt, and no till could notice it.

    A printer that proves to have printed such a slip makes even an honest till say ``printed``.
    """
    if not any(one.undetectable for one in evidence.trouble.faults):
        return False
    return any(
        piece.slip.seq > since
        and (len(piece.slip.legible_text) < len(piece.slip.lines) or not piece.whole)
        and unnoticeable(evidence, piece)
        for piece in evidence.pieces
    )


def mended_in_books(evidence: Evidence) -> bool:
    """False while answer and books, which were made to disagree, have not met at a settlement.

    They never do where the host closes the batch by itself: it compares no totals after that.
    """
    parted = [one.seq for one in evidence.trouble.faults if one.fault in _PARTING]
    later = (row for seq, row in evidence.books.closed() if seq > max(parted, default=0))
    closed = next(later, None)
    return not parted or (closed is not None and closed.how != "cutover")


def altered_under_way(evidence: Evidence, operation: Operation) -> bool:
    """Whether bits flipped in its amount on the way to the host, which booked what it read.

    Where no MAC protects a request nobody notices that but by the answer, and the host refuses a
    reversal over the amount that was meant (64): till and host can do no more, the bank must.
    """
    booked = (one for one in evidence.accounts.of(operation) if one.kind != "void")
    return any(
        one.entry.amount_minor != operation.amount_minor and spoilt_on_the_line(evidence, one.seq)
        for one in booked
    )


def altered(evidence: Evidence, message: Message) -> bool:
    """The same of the operation that a message belongs to."""
    owner = evidence.accounts.owners.get(message.key)
    return owner is not None and altered_under_way(evidence, owner)


def spoilt_on_the_line(evidence: Evidence, seq: int) -> bool:
    """Whether bits flipped on a line to the host then."""
    return any(
        one.undetectable and one.target in HOST_LINES and one.touches(seq, seq)
        for one in evidence.trouble.faults
    )


def sold_off_line(evidence: Evidence, operation: Operation, before: int) -> bool:
    """Whether the POS may sell while the host is away, and had asked it nothing by then."""
    asked = (one.seq for one in evidence.messages if one.financial and operation.during(one.seq))
    return OFF_LINE in evidence.capabilities and all(seq >= before for seq in asked)


OFF_LINE = "sale.offline"
HOST_LINES = ("acquirer.link", "acquirer2.link")
UNSURE = ("68", "91", "96", "98")
_PARTING = ("host.booked_but_declined", "host.approved_not_booked")
