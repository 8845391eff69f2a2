"""A person as the means: told what to do, with a picture, and watched until it is done."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from typing import TYPE_CHECKING

from harness.lab.hands import DeedError, Means
from harness.lab.pictures import picture_of

if TYPE_CHECKING:
    from emulators.effects import Effect
    from harness.lab.deeds import Deed

LINE_BYTES = 1024


class Prompt(Means):
    """Says it on the terminal; Enter, or the printer's status, says that it is done."""

    by = "operator"

    def __init__(self, within_s: float, terminal: str = "/dev/tty") -> None:
        super().__init__(within_s)
        self._path = terminal
        self._over = asyncio.Event()

    @property
    def confirms(self) -> bool:  # type: ignore[override]
        """Whether there is a terminal at which he can press Enter."""
        fd = self._terminal()
        if fd is not None:
            os.close(fd)
        return fd is not None

    async def do(self, deed: Deed, effect: Effect) -> None:
        """Ask for it, and wait for Enter; where status tells, whoever watches it ends the wait."""
        del effect
        self._over.clear()
        fd = self._terminal()
        try:
            self._say(fd, f"\n{picture_of(deed)}\n>>> {deed.asks} {self._how(deed, fd)}\n")
            if fd is not None:
                asyncio.get_running_loop().add_reader(fd, self._typed, fd)
            await asyncio.wait_for(self._over.wait(), self.within_s)
            self._say(fd, ">>> Thank you.\n")
        except TimeoutError:
            raise DeedError(
                f"nobody did it in {self.within_s:g} s: {deed.asks} Set [lab.{deed.part}] within_s "
                "if people here need longer"
            ) from None
        finally:
            if fd is not None:
                asyncio.get_running_loop().remove_reader(fd)
                os.close(fd)

    def done(self) -> None:
        """Status has told."""
        self._over.set()

    def _how(self, deed: Deed, fd: int | None) -> str:
        enter = "Then press Enter" if fd is not None else ""
        seen = "the printer tells when it is done" if deed.seen is not None else ""
        words = "; ".join(filter(None, (enter, seen)))
        return f"({words}; within {self.within_s:g} s.)"

    def _typed(self, fd: int) -> None:
        with contextlib.suppress(OSError):
            if b"\n" in os.read(fd, LINE_BYTES):
                self._over.set()

    def _terminal(self) -> int | None:
        try:
            return os.open(self._path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:
            return None

    def _say(self, fd: int | None, text: str) -> None:
        if fd is None:
            sys.stderr.write(text)
            sys.stderr.flush()
        else:
            with contextlib.suppress(OSError):
                os.write(fd, text.encode())
