"""Finds real-time commands among the bytes as they arrive, in whatever stands around them.

Epson APG, DLE EOT: the same bytes inside an image or a parameter are executed as well, and stay
where they are.
"""

import re
from typing import NamedTuple

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # DLE DC4 8 with its key (Epson APG)
_PATTERN = re.compile(
    rb"\x10(?:\x04(?:[\x01-\x04]|[\x07\x08\x12][\x00-\xff])"
    rb"|\x05[\x00-\x02]"
    rb"|\x14(?:\x01[\x00\x01][\x01-\x08]|\x02\x01\x08|\x07[\x01\x02\x04\x05]"
    rb"|\x03[\x30-\x37][\x00-\xff]\x00[\x00-\xff]{2}"
    rb"|\x08\x01\x03\x14\x01\x06\x02\x08))"
)


class Found(NamedTuple):
    """A real-time command; ``end`` is the index in the chunk of the byte after it."""

    command: bytes
    end: int


class RealTimeScanner:
    """Scans one connection's bytes; a command may be spread over several chunks."""

    def __init__(self) -> None:
        self._carry = b""

    @property
    def midway(self) -> bool:
        """Whether what came last may be the beginning of one."""
        return bool(self._carry)

    def scan(self, chunk: bytes) -> list[Found]:
        """The real-time commands that end in ``chunk``."""
        if not self._carry and chunk.find(b"\x10") < 0:
            return []
        held = len(self._carry)
        data = self._carry + chunk
        found = [Found(match[0], match.end() - held) for match in _PATTERN.finditer(data)]
        done = found[-1].end + held if found else 0
        begin = data.find(b"\x10", max(done, len(data) - len(CLEAR) + 1))
        self._carry = data[begin:] if begin >= 0 else b""
        return found
