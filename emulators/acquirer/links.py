"""What a transaction does to the one it refers to, and what its reversal undoes of that."""

from emulators.acquirer.decision import Desk
from emulators.acquirer.kinds import KINDS
from emulators.acquirer.rows import Posting
from emulators.acquirer.transactions import State, Transaction


def booked(kind_of: str, original: Transaction, desk: Desk) -> list[Posting]:
    """The rows of the original when a transaction of that kind has been booked."""
    if original.state is not State.BOOKED:
        return []
    kind = KINDS[kind_of]
    if kind.uses:
        return [original.changed("completed")]
    if not kind.undoes:
        return []
    return [original.changed("voided"), *_used(original, State.COMPLETED, "uncompleted", desk)]


def undone(item: Transaction, desk: Desk) -> list[Posting]:
    """The rows of the original when ``item`` has been taken back."""
    original = original_of(item, desk)
    if original is None:
        return []
    if original.state is State.COMPLETED:
        return [original.changed("uncompleted")]
    if original.state is not State.VOIDED or not KINDS[item.kind_of].undoes:
        return []
    return [original.changed("unvoided"), *_used(original, State.BOOKED, "completed", desk)]


def may_be_undone(item: Transaction, desk: Desk) -> bool:
    """Whether what ``item`` undid can stand again.

    Of a completion it can while its pre-authorisation is open: not when that has been completed
    once more, released or reversed since.
    """
    undid = original_of(item, desk) if KINDS[item.kind_of].undoes else None
    hold = original_of(undid, desk) if undid is not None and KINDS[undid.kind_of].uses else None
    return hold is None or hold.state is State.BOOKED


def _used(item: Transaction, state: State, change: str, desk: Desk) -> list[Posting]:
    """What becomes of the pre-authorisation of a completion that is voided, or is not any more."""
    used = original_of(item, desk)
    return [] if used is None or used.state is not state else [used.changed(change)]


def original_of(item: Transaction, desk: Desk) -> Transaction | None:
    """What a void undoes or a completion uses; a refund only names its sale."""
    kind = KINDS[item.kind_of]
    if not (kind.undoes or kind.uses) or not item.original_trace:
        return None
    return desk.books.find((item.terminal, item.original_batch, item.original_trace))
