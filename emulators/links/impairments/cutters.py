"""Where one message ends and the next begins on a line, for what befalls whole messages."""

import re
from collections.abc import Callable, Mapping

LENGTH_BYTES = 2
Cutter = Callable[[bytes], tuple[list[bytes], bytes]]
_CONTENT = re.compile(rb"\r\ncontent-length: *(\d{1,9})\r\n", re.IGNORECASE)
_HEAD_ENDS = b"\r\n\r\n"


def messages(data: bytes) -> tuple[list[bytes], bytes]:
    """The whole messages in ``data``, each with its 2-byte length before it, and the rest."""
    return _cut(data, lambda rest: LENGTH_BYTES + int.from_bytes(rest[:LENGTH_BYTES], "big"), 2)


def http_messages(data: bytes) -> tuple[list[bytes], bytes]:
    """The whole requests or responses of HTTP/1.1 with a Content-Length, or without a body."""
    return _cut(data, _http_size, 4)


def zvt_units(data: bytes) -> tuple[list[bytes], bytes]:
    """The whole units of ZVT: class, instruction, length (one octet, or FF and two), data."""

    def size(rest: bytes) -> int:
        if rest[2] != 0xFF:
            return 3 + rest[2]
        return 5 + int.from_bytes(rest[3:5], "little") if len(rest) >= 5 else len(rest) + 1

    return _cut(data, size, 3)


def runs(size: int) -> Cutter:
    """Cuts a stream without messages into runs of ``size`` bytes."""

    def cutter(data: bytes) -> tuple[list[bytes], bytes]:
        whole = len(data) - len(data) % size
        return [data[at : at + size] for at in range(0, whole, size)], data[whole:]

    return cutter


CUTTERS: Mapping[str, Cutter] = {"json-gateway": http_messages}  # the other dialects: messages


def _cut(data: bytes, size_of: Callable[[bytes], int], least: int) -> tuple[list[bytes], bytes]:
    """``size_of`` what begins there, of which ``least`` bytes have come."""
    found = []
    while len(data) >= least and (size := size_of(data)) <= len(data):
        found.append(data[:size])
        data = data[size:]
    return found, data


def _http_size(data: bytes) -> int:
    """More than there is while the head has not come."""
    end = data.find(_HEAD_ENDS)
    if end < 0:
        return len(data) + 1
    content = _CONTENT.search(data[: end + 2])
    return end + len(_HEAD_ENDS) + (int(content[1]) if content else 0)
