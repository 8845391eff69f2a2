"""The disk of the POS's process: what a power cut leaves of it, when it is full, what gets lost.

A preloaded library (``shim/disk.h``) copies what the POS flushes into a second folder; that is what
is left after a power cut. Names and lengths are on the disk at once, contents when they are
flushed. C programs that write through ``stdio`` never see a full disk: those calls stay in libc.
"""

import mmap
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.pos.shim.build import ShimError, shim_library
from harness.pos.shim.place import preloaded, why_not_here
from harness.pos.shim.program import why_no_preload

_CONTROL_VARIABLE = "TILLPROOF_DISK_FILE"
_DURABLE_VARIABLE = "TILLPROOF_DURABLE_DIR"
_MAGIC = b"TPDISK01"
_ATTACHED = slice(8, 12)
_FULL = slice(12, 16)
_FLUSHES = slice(16, 20)
_FLUSHED = slice(20, 24)
_BYTES = 28
_TORN_SHARE = 3  # a third of the last file is gone


class Disk:
    """The disk under a POS that was started with ``environment()``.

    Args:
        folder: the run's.
        data: the POS's data folder.
        command, env, cwd: what the POS is started with.
    """

    def __init__(
        self,
        folder: Path,
        data: Path,
        command: Sequence[str],
        env: Mapping[str, str],
        cwd: Path,
    ) -> None:
        self._folder, self._data = folder.resolve(), data.resolve()
        self._durable = self._folder / "pos-data.durable"
        self._command, self._env, self._cwd = tuple(command), env, cwd
        self._map: mmap.mmap | None = None
        self._waits = False  # the power goes at a flush

    def why_not(self) -> str | None:
        """Why the POS's disk cannot be watched here, in a sentence; None when it can."""
        reason = why_not_here() or why_no_preload(self._command, self._env.get("PATH"), self._cwd)
        if reason is None:
            try:
                shim_library(self._folder)
            except ShimError as error:
                return str(error)
        return reason

    def environment(self) -> dict[str, str]:
        """The entries to add to the POS's environment. What stands in the folder now is durable."""
        path = self._folder / "pos.disk"
        path.write_bytes(_MAGIC.ljust(_BYTES, b"\0"))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _BYTES)
        _replace(self._durable, self._data)
        return {
            _CONTROL_VARIABLE: str(path),
            _DURABLE_VARIABLE: str(self._durable),
            **preloaded(self._env, shim_library(self._folder)),
        }

    @property
    def attached(self) -> bool:
        """Whether a process of the POS has taken the library on."""
        return self._map is not None and self._map[_ATTACHED] != bytes(4)

    def fill(self, *, full: bool) -> None:
        """There is no room any more, or there is again."""
        if self._map is not None:
            self._map[_FULL] = (1 if full else 0).to_bytes(4, "little")

    def dies_at(self, flushes: int) -> None:
        """The POS is killed at that flush from now on, when it is done; 0: at none."""
        if self._map is not None:
            self._waits = flushes > 0
            self._map[_FLUSHES] = flushes.to_bytes(4, "little")

    @property
    def powerless(self) -> bool:
        """Whether the flush has come that the POS dies at, and ``cut`` has not been called yet."""
        return self._waits and self._map is not None and self._map[_FLUSHES] == bytes(4)

    @property
    def flushed(self) -> int:
        """How often the POS has flushed something, in all its lives."""
        return 0 if self._map is None else int.from_bytes(self._map[_FLUSHED], "little")

    def cut(self) -> None:
        """The power is gone, the POS is dead: only what was flushed is there."""
        self._waits = False
        _replace(self._data, self._durable)

    def close(self) -> None:
        """Let go of the control file, and of the second folder."""
        if self._map is not None:
            self._map.close()
            self._map = None
            shutil.rmtree(self._durable, ignore_errors=True)


def lose(data: Path, what: str) -> None:
    """Empty the data ``folder``, or cut the end off the file that was written last (``torn``)."""
    if what == "folder":
        _replace(data, None)
        return
    files = [path for path in data.rglob("*") if path.is_file() and path.stat().st_size]
    if files:
        last = max(files, key=lambda path: (path.stat().st_mtime_ns, str(path)))
        size = last.stat().st_size
        with last.open("r+b") as file:
            file.truncate(size - max(1, size // _TORN_SHARE))


def _replace(folder: Path, source: Path | None) -> None:
    """Give ``folder`` the content of ``source``, or none. The folder itself stays the same one."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    if source is not None:
        shutil.copytree(source, folder, dirs_exist_ok=True, symlinks=True)
