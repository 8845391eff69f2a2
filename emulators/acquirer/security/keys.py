"""The work keys of terminals: drawn at sign-on, sent under the terminal master key in DE 62.

Formats as shipping China UnionPay terminals read them: 24 octets (single length: PIN key 8, check
value 4, MAC key 8, check value 4), 40 (double: PIN key 16, check value 4, MAC key 8 and 8 zeros,
check value 4), or 60 (a track key of 16 and its check value behind those).
"""

from dataclasses import dataclass
from hashlib import sha256

from emulators.acquirer.security.des import check_value, encipher
from emulators.acquirer.security.master import TEST_MASTER_KEY

_SINGLE, _DOUBLE = 8, 16
# DE 60.3 of the sign-on: what the terminal can take.
FORMATS = {"001": "single", "003": "double", "004": "double with track key"}


@dataclass(frozen=True, slots=True)
class WorkKeys:
    """The keys of one terminal until its next sign-on, in the clear."""

    pin: bytes
    mac: bytes
    track: bytes = b""


class KeyRing:
    """The keys of every terminal of a host. They are lost with it: terminals sign on again.

    Args:
        master_key: the terminal master key, 16 octets; its left half is that of single length.
    """

    def __init__(self, master_key: bytes = TEST_MASTER_KEY) -> None:
        self._master_key = master_key
        self._held: dict[str, WorkKeys] = {}
        self._drawn = 0

    def of(self, terminal: str) -> WorkKeys | None:
        """The terminal's keys; None when it has to sign on."""
        return self._held.get(terminal)

    def drop(self, terminal: str) -> None:
        """The keys have expired."""
        self._held.pop(terminal, None)

    def issue(self, terminal: str, wanted: str) -> bytes:
        """Draw new keys for ``terminal`` in a format of ``FORMATS``: the content of DE 62."""
        self._drawn += 1
        if wanted == "001":
            keys = WorkKeys(self._draw(terminal, "pin", _SINGLE), self._draw(terminal, "mac"))
            master, filler = self._master_key[:_SINGLE], b""
        else:
            track = self._draw(terminal, "track", _DOUBLE) if wanted == "004" else b""
            keys = WorkKeys(
                self._draw(terminal, "pin", _DOUBLE), self._draw(terminal, "mac"), track
            )
            master, filler = self._master_key, bytes(_SINGLE)
        self._held[terminal] = keys
        sent = _sent(master, keys.pin) + _sent(master, keys.mac, filler)
        return sent + (_sent(master, keys.track) if keys.track else b"")

    def _draw(self, terminal: str, what: str, octets: int = _SINGLE) -> bytes:
        """The same run gives the same keys; no two sign-ons do."""
        seed = f"{terminal}/{self._drawn}/{what}".encode()
        return bytes(_odd(octet) for octet in sha256(seed).digest()[:octets])


def _sent(master: bytes, key: bytes, filler: bytes = b"") -> bytes:
    return encipher(master, key) + filler + check_value(key)


def _odd(octet: int) -> int:
    """With the parity bit that DES wants."""
    return octet if octet.bit_count() % 2 else octet ^ 1
