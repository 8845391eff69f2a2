"""Frames behind a 2-byte big-endian length that does not count itself (docs/dialects.md)."""

HEADER_BYTES = 2


class LengthFramer:
    """Cuts one connection's bytes into frames, however they were segmented.

    It holds at most one unfinished frame, which the length bounds to 65535 bytes: a length with too
    little behind it just waits.
    """

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The frames that are whole now, in order."""
        if not self._held and int.from_bytes(data[:HEADER_BYTES]) == len(data) - HEADER_BYTES >= 0:
            return [data[HEADER_BYTES:]]  # the usual case: one segment is one frame
        self._held += data
        frames: list[bytes] = []
        start = 0
        while len(self._held) - start >= HEADER_BYTES:
            end = start + HEADER_BYTES + int.from_bytes(self._held[start : start + HEADER_BYTES])
            if len(self._held) < end:
                break
            frames.append(bytes(self._held[start + HEADER_BYTES : end]))
            start = end
        del self._held[:start]
        return frames


def framed(body: bytes) -> bytes:
    """``body`` with its length before it."""
    return len(body).to_bytes(HEADER_BYTES) + body
