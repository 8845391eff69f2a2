"""Totals of domestic and of foreign cards apart, as China UnionPay's DE 48 has them."""

from emulators.acquirer.batch import Batch
from emulators.acquirer.decision import Desk
from emulators.acquirer.requests import Request
from emulators.acquirer.totals import NOTHING, Totals
from emulators.acquirer.transactions import Transaction


def of(batch: Batch, desk: Desk) -> tuple[Totals, Totals]:
    """The totals of ``batch``: domestic cards, foreign cards."""
    items = [item for item in batch.transactions.values() if item.is_money]
    domestic = [item for item in items if _is_domestic(item, desk)]
    foreign = [item for item in items if not _is_domestic(item, desk)]
    return _sum(domestic), _sum(foreign)


def agree(request: Request, batch: Batch, desk: Desk) -> bool:
    """Whether each group is as the terminal says; True where it does not say."""
    return not request.groups or request.groups == of(batch, desk)


def _is_domestic(item: Transaction, desk: Desk) -> bool:
    return item.card.startswith(desk.settings.domestic)


def _sum(items: list[Transaction]) -> Totals:
    return sum((item.totals() for item in items), NOTHING)
