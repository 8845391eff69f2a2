"""The dialects by name."""

from emulators.acquirer.dialects.base import Dialect
from emulators.acquirer.dialects.iso87 import Iso87
from emulators.acquirer.dialects.iso93 import Iso93
from emulators.acquirer.dialects.json_gateway import JsonGateway
from emulators.acquirer.dialects.unionpay import UnionPay
from emulators.acquirer.security.keys import KeyRing
from emulators.acquirer.security.master import TEST_MASTER_KEY
from emulators.errors import UsageError

NAMES = (Iso87.name, UnionPay.name, Iso93.name, JsonGateway.name)


# What is repeated until it is answered, where other requests are reversed: what has happened
# already, and refunds where the dialect has no reversal of them.
_REPEATED = {
    Iso87.name: frozenset({"advice"}),
    UnionPay.name: frozenset({"advice", "refund"}),
    Iso93.name: frozenset({"advice"}),
    JsonGateway.name: frozenset({"void", "refund"}),
}


def repeated(name: str) -> frozenset[str]:
    """The financial actions that the dialect has no reversal of."""
    return _REPEATED[name]


def dialect(name: str, master_key: bytes = TEST_MASTER_KEY) -> Dialect:
    """A dialect for one host: ``Host(…, dialect=dialect("unionpay"))``.

    ``master_key`` is the terminal master key, 16 octets, of a dialect that has keys. Raises
    UsageError for a name that is none.
    """
    if name == Iso87.name:
        return Iso87()
    if name == UnionPay.name:
        return UnionPay(KeyRing(master_key))
    if name == Iso93.name:
        return Iso93()
    if name == JsonGateway.name:
        return JsonGateway()
    raise UsageError(f"no dialect {name!r}: one of {', '.join(NAMES)}")
