"""Voids without a message of their own: a reversal of the sale (the contract allows it)."""

from collections.abc import Sequence

from harness.checks.views.accounts import Accounts
from harness.checks.views.operations import Operation, sale_of
from harness.checks.views.wire import Message


def by_reversal(accounts: Accounts, messages: Sequence[Message]) -> tuple[Operation, ...]:
    """The voids during which a sale that the cashier was told approved was asked to be reversed."""
    voids = (one for one in accounts.operations if one.method == "void")
    return tuple(one for one in voids if _reverses_its_sale(one, accounts, messages))


def _reverses_its_sale(void: Operation, accounts: Accounts, messages: Sequence[Message]) -> bool:
    sale = sale_of(void, accounts.operations)
    if sale is None or not sale.approved:
        return False
    keys = {one.key for one in accounts.of(sale)}
    own = [one for one in messages if void.during(one.seq)]
    reverses = any(one.reversal and one.key in keys for one in own)
    return reverses and not any(one.financial for one in own)
