"""A serial line as a pseudo-terminal under a stable path, with hang-up and return.

ptyprocess starts a *holder* on the slave side: a shell that says its terminal's name, makes it raw
and sleeps. As long as it lives the line stays raw and open, whether or not a POS has it open, and
the master never reports EIO. Hanging up ends the holder and closes the master: the POS gets EIO,
and the path is gone until the line returns under the same path.
"""

import asyncio
import contextlib
import os
import signal
import termios
from pathlib import Path

import ptyprocess

from emulators.errors import TillproofError
from emulators.links.link import Device, Link
from emulators.recorder import Recorder

HOLDER = ["/bin/sh", "-c", "tty && stty raw -echo && echo ready && exec sleep 2147483647"]
READ_BYTES = 4096
UNREAD_BYTES = 65536
_OUTPUT_SPEED = 5  # of what tcgetattr returns
_BAUD = {
    getattr(termios, name): int(name[1:])
    for name in dir(termios)
    if name[:1] == "B" and name[1:].isdigit()
}


class PtyError(TillproofError):
    """No pseudo-terminal can be had, or its path cannot be made."""


class PtyLink(Link):
    """A serial line whose slave stands under ``path``. Everything runs on ``loop``."""

    kind = "serial"

    def __init__(
        self,
        recorder: Recorder,
        device: Device,
        loop: asyncio.AbstractEventLoop,
        path: Path,
        *,
        baudrate: int = 38400,
    ) -> None:
        super().__init__(recorder, device)
        self._loop, self.path, self._baudrate = loop, path.absolute(), baudrate
        self._holder: ptyprocess.PtyProcess | None = None
        self._reading = False
        self._waiting = bytearray()
        self.conn = 0
        self._slave = ""

    @property
    def url(self) -> str:
        """The address as the POS is told it."""
        return f"serial://{self.path}?baudrate={self._baudrate}"

    def rate(self) -> int:
        """The baud rate of the terminal as whoever opened it last has set it."""
        if self._holder is None:
            return self._baudrate
        return _BAUD.get(termios.tcgetattr(self._holder.fd)[_OUTPUT_SPEED], self._baudrate)

    def listen(self) -> None:
        """Put the line under its path. Raises PtyError."""
        if self._holder is not None:
            _point(self.path, self._slave)
            return
        self._holder, self._slave = _hold()
        os.set_blocking(self._holder.fd, False)
        _point(self.path, self._slave)
        self.conn = self.number()
        self.opened(self)
        self.resume()

    def refuse(self) -> None:
        """Take the path away: it cannot be opened."""
        if self._holder is not None and self.path.is_symlink():
            self.path.unlink(missing_ok=True)

    def hang_up(self, by: str, cause: int | None = None) -> None:
        """End the line: whoever has it open gets EIO."""
        if self._holder is None:
            return
        self._unwatch()
        # The path first: the terminal's number is free at once, and may be another line's next.
        self.refuse()
        _let_go(self._holder)
        self._holder = None
        self._waiting.clear()
        self.closed(self.conn, by, "hangup", cause)
        if self.takes:  # a reset: the line comes back at once
            self.listen()

    def cut(self, conn: int, cause: int | None) -> None:
        """There is one connection only."""
        del conn
        self.hang_up("fault", cause)

    def stop(self) -> None:
        """Close everything; for good."""
        self._powered = False
        self.refuse()
        self.hang_up("device")

    def resume(self) -> None:
        """The device has room again: read on."""
        wanted = self._holder is not None and self.room(self.conn) > 0
        if self._holder is not None and wanted and not self._reading:
            self._loop.add_reader(self._holder.fd, self._read)
        elif self._holder is not None and not wanted and self._reading:
            self._loop.remove_reader(self._holder.fd)
        self._reading = wanted

    def send(self, data: bytes) -> None:
        """Bytes to the POS; what the line does not take waits, up to a bound."""
        self._waiting += data
        del self._waiting[:-UNREAD_BYTES]
        self._write()
        self.answered(self.conn, len(data))

    def close(self) -> None:
        """A device cannot hang up a serial line."""

    def _read(self) -> None:
        if self._holder is None:
            return
        room = min(READ_BYTES, self.room(self.conn))
        try:
            data = os.read(self._holder.fd, room) if room > 0 else b""
        except (BlockingIOError, OSError):
            data = b""
        if data:
            self.came(self.conn, data)
        self.resume()

    def _write(self) -> None:
        if self._holder is None or not self._waiting:
            return
        with contextlib.suppress(BlockingIOError):
            del self._waiting[: os.write(self._holder.fd, self._waiting)]
        if self._waiting:
            self._loop.add_writer(self._holder.fd, self._write)
        else:
            self._loop.remove_writer(self._holder.fd)

    def _unwatch(self) -> None:
        if self._holder is not None:
            self._loop.remove_reader(self._holder.fd)
            self._loop.remove_writer(self._holder.fd)
        self._reading = False


def _hold() -> tuple[ptyprocess.PtyProcess, str]:
    """A running holder and the path of its terminal."""
    try:
        holder = ptyprocess.PtyProcess.spawn(HOLDER, echo=False)
        slave = holder.readline().decode().strip()
        ready = holder.readline().strip()
    except (OSError, EOFError, ptyprocess.PtyProcessError) as error:
        raise PtyError(f"no pseudo-terminal can be had: {error}") from None
    if ready != b"ready":
        _let_go(holder)
        raise PtyError(
            f"the pseudo-terminal cannot be made raw: {ready.decode('utf-8', 'replace')}"
        )
    return holder, slave


def _let_go(holder: ptyprocess.PtyProcess) -> None:
    """End the holder and its terminal, without ptyprocess's pauses for a child's last words."""
    holder.kill(signal.SIGKILL)
    holder.wait()
    holder.delayafterclose = 0
    holder.close()


def _point(path: Path, slave: str) -> None:
    """Make ``path`` a link to the slave in one step, whatever link was there before."""
    if path.exists() and not path.is_symlink():
        raise PtyError(f"{path} is there already and is no link: choose another path")
    fresh = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(slave)
        fresh.replace(path)
    except OSError as error:
        raise PtyError(f"{path} cannot be made: {error.strerror}") from None
