"""Lines out of a stream, in bounded memory."""

from collections.abc import Callable

LINE_LIMIT_BYTES = 1 << 20


class Lines:
    """Cuts what it is fed into lines. Of one that is too long only the beginning is told, once."""

    def __init__(self, tell: Callable[[bytes], None], limit_bytes: int = LINE_LIMIT_BYTES) -> None:
        self._tell, self._limit_bytes = tell, limit_bytes
        self._rest = bytearray()
        self._skipping = False

    def feed(self, data: bytes) -> None:
        """The next bytes."""
        *whole, rest = data.split(b"\n")
        for part in whole:
            if not self._skipping:
                self._tell(bytes(self._rest + part + b"\n"))
            self._rest.clear()
            self._skipping = False
        if self._skipping:
            return
        self._rest += rest
        if len(self._rest) > self._limit_bytes:
            self._tell(bytes(self._rest[: self._limit_bytes]))
            self._rest.clear()
            self._skipping = True

    def close(self) -> None:
        """The end: what has no line feed is told as it is."""
        if self._rest:
            self._tell(bytes(self._rest))
            self._rest.clear()
