"""The disk of a POS in the bench's process: files by name, and what of them is durable."""

import errno
import os
from collections.abc import Callable

_TORN_SHARE = 3  # a third of the last file is gone, as from a real disk (harness.pos.disk)


class PowerGoneError(BaseException):
    """The POS has died within a call of its disk, and does nothing more: it is not to catch it."""


class MemoryDisk:
    """Files in memory. What was not flushed is lost by a power cut, and by nothing else.

    Names and removals are durable at once, contents when they are flushed. ``flushed`` counts the
    flushes; ``on_cut`` is called within the one at which the power goes.
    """

    def __init__(self) -> None:
        self._files: dict[str, bytearray] = {}
        self._durable: dict[str, int] = {}  # how much of each would be left
        self.full = False
        self.flushed = 0
        self.powerless = False  # until ``cut`` says what that leaves
        self.on_cut: Callable[[], None] = _nothing
        self._fatal = 0  # at so many flushes in all

    def names(self) -> list[str]:
        """The files, the one that was written last at the end."""
        self.need_power()
        return list(self._files)

    def read(self, name: str) -> bytes:
        """A whole file. Raises FileNotFoundError."""
        self.need_power()
        if name not in self._files:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return bytes(self._files[name])

    def append(self, name: str, data: bytes, *, flush: bool = True) -> None:
        """Write at the end of a file, made when it is not there; all of ``data`` or nothing.

        Raises OSError (ENOSPC) when the disk is full.
        """
        self.need_power()
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
        content = self._files.pop(name, bytearray())
        content += data
        self._files[name] = content
        self._durable.setdefault(name, 0)
        if flush:
            self._durable[name] = len(content)
            self.flushed += 1
            if self.flushed == self._fatal:
                self.powerless = True
                self.on_cut()
                raise PowerGoneError

    def rename(self, old: str, new: str) -> None:
        """Give a file another name. Raises FileNotFoundError."""
        content, durable = self.read(old), self._durable.get(old, 0)
        self.remove(old)
        self._files[new], self._durable[new] = bytearray(content), durable

    def remove(self, name: str) -> None:
        """Take a file away; harmless when there is none."""
        self.need_power()
        self._files.pop(name, None)
        self._durable.pop(name, None)

    # ---- what befalls it

    def need_power(self) -> None:
        """Raises PowerGoneError for a POS that has died and goes on all the same."""
        if self.powerless:
            raise PowerGoneError

    def dies_at(self, flushes: int) -> None:
        """The POS dies at that flush from now on, when it is done; 0: at none."""
        self._fatal = self.flushed + flushes if flushes else 0

    def cut(self) -> None:
        """The power is gone: only what was flushed is there."""
        self.powerless = False
        for name, content in self._files.items():
            del content[self._durable[name] :]

    def lose(self, what: str) -> None:
        """Empty the ``folder``, or cut the end off the file that was written last (``torn``)."""
        if what == "folder":
            self._files.clear()
            self._durable.clear()
            return
        last = next((name for name in reversed(self._files) if self._files[name]), None)
        if last is not None:
            content = self._files[last]
            del content[len(content) - max(1, len(content) // _TORN_SHARE) :]
            self._durable[last] = len(content)


def _nothing() -> None:
    """Nothing."""
