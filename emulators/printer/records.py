"""Records that the POS keeps in the printer's NV memory, each under a key of two characters.

Source: Epson APG, GS ( C functions 0 to 6. The data of a long record, or of many keys, is sent in
blocks one after the other; a real printer waits for the POS's ACK in between.
"""

from emulators.printer.framing import digit

LIMIT_BYTES = 1024
_OWN_BYTES = 3  # of a record, besides its data: the key and an end mark
_BLOCK_BYTES = 80
_FOLLOWS, _LAST = b"\x41", b"\x40"


class Records:
    """NV user memory by keys: it outlives the power."""

    def __init__(self) -> None:
        self._records: dict[bytes, bytes] = {}

    @property
    def used_bytes(self) -> int:
        """What all records take."""
        return sum(len(data) + _OWN_BYTES for data in self._records.values())

    def answer(self, body: bytes) -> bytes | None:
        """Execute one function: m fn b, key and data; the answer, for those that have one."""
        if len(body) < 3 or body[0] or body[2]:
            return None
        function, key, data = digit(body[1]), body[3:5], body[5:]
        if function == 0:
            self._records.pop(key, None)
        elif function == 1:
            self._store(key, data)
        elif function == 2:
            return _blocks(b"\x70", self._records.get(key, b""))
        elif function == 3:
            return b"\x37\x28%d\0" % self.used_bytes
        elif function == 4:
            return b"\x37\x29%d\0" % (LIMIT_BYTES - self.used_bytes)
        elif function == 5:
            return _blocks(b"\x71", b"".join(sorted(self._records)))
        elif function == 6 and body[3:] == b"CLR":
            self._records.clear()
        return None

    def _store(self, key: bytes, data: bytes) -> None:
        """What cannot be a record, or finds no room, is not stored."""
        characters = all(32 <= byte <= 126 for byte in key) and all(32 <= b <= 254 for b in data)
        if len(key) < 2 or not data or not characters:
            return
        others = (
            self.used_bytes - len(self._records.get(key, b"")) - _OWN_BYTES * (key in self._records)
        )
        if others + len(data) + _OWN_BYTES <= LIMIT_BYTES:
            self._records[key] = data


def _blocks(kind: bytes, data: bytes) -> bytes:
    """Each with a header, what it is, and whether another follows."""
    parts = [data[at : at + _BLOCK_BYTES] for at in range(0, len(data), _BLOCK_BYTES)] or [b""]
    marks = [_FOLLOWS] * (len(parts) - 1) + [_LAST]
    return b"".join(
        b"\x37" + kind + mark + part + b"\0" for mark, part in zip(marks, parts, strict=True)
    )
