"""What kinds of transaction there are: on which side they count and what they refer to.

Debits are sales and completions, credits are voids and refunds (the contract, ``settle``;
knowledge of China UnionPay terminals: debit = sale + completion, credit = void + refund +
completion void). A pre-authorisation and its void move no money.
"""

from dataclasses import dataclass

from emulators.acquirer.totals import Side


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. ``undoes`` is the kind that it voids, ``uses`` the kind that it completes."""

    side: Side
    undoes: str = ""
    uses: str = ""

    @property
    def family(self) -> str:
        """What it is to a reversal, which may say no more: ``charge``, ``void`` or ``refund``."""
        if self.undoes:
            return "void"
        return "refund" if self.side == "credit" else "charge"


KINDS: dict[str, Kind] = {
    "purchase": Kind("debit"),
    "void": Kind("credit", undoes="purchase"),
    "refund": Kind("credit"),
    "preauth": Kind("none"),
    "preauth_void": Kind("none", undoes="preauth"),
    "completion": Kind("debit", uses="preauth"),
    "completion_void": Kind("credit", undoes="completion"),
}


def side_of(kind_of: str) -> Side:
    """The side on which a standing transaction of that kind counts."""
    return KINDS[kind_of].side


def counts(kind_of: str) -> bool:
    """Whether such a transaction is money: in the totals and in an upload."""
    return side_of(kind_of) != "none"
