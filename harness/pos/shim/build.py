"""Builds the clock shim once per user, source and libc: no compiled file is shipped."""

import hashlib
import os
import platform
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from emulators.errors import TillproofError

_SOURCES = Path(__file__).parent
_FLAGS = (
    "-std=gnu11", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-D_GNU_SOURCE",
    "-U_FORTIFY_SOURCE", "-Wall", "-Wextra",
)  # fmt: skip
_COMPILE_TIMEOUT_S = 60


class ShimError(TillproofError):
    """The clock shim cannot be built here; the message is a sentence that says why."""


def shim_library(spare: Path) -> Path:
    """The compiled shim: from the user's cache, else built now.

    ``spare`` is a folder to build in when the cache cannot be written. Raises ShimError when there
    is no compiler, or it fails.
    """
    name = f"shim-{_fingerprint()}.so"
    for folder in (cache_folder(), spare):
        if (found := folder / name).is_file():
            return found
        if _writable(folder):
            return _build(folder, name)
    raise ShimError(f"neither {cache_folder()} nor {spare} can be written to build the clock shim")


def cache_folder() -> Path:
    """Where compiled shims are kept: ``$XDG_CACHE_HOME/tillproof``, by default in ``~/.cache``."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    root = Path(base) if Path(base).is_absolute() else Path("~/.cache").expanduser()
    return root / "tillproof"


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _sources() -> list[Path]:
    return sorted(_SOURCES.glob("*.c"))


def _fingerprint() -> str:
    """A home folder may be shared between machines and containers: libc and machine count, too."""
    digest = hashlib.sha256(" ".join((*_FLAGS, platform.machine(), *platform.libc_ver())).encode())
    for path in [*_sources(), *sorted(_SOURCES.glob("*.h"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _compiler() -> list[str]:
    chosen = shlex.split(os.environ.get("CC", ""))
    for command in [chosen] if chosen else [["cc"], ["gcc"], ["clang"]]:
        if shutil.which(command[0]):
            return command
    raise ShimError(f"there is no C compiler ({' '.join(chosen) or 'cc'}) to build the clock shim")


def _build(folder: Path, name: str) -> Path:
    """Compile beside the target and rename: two builders at once both end with a whole file."""
    compiler = _compiler()
    with tempfile.TemporaryDirectory(dir=folder, prefix="build-") as scratch:
        made = Path(scratch) / name
        command = [*compiler, *_FLAGS, "-o", str(made), *map(str, _sources()), "-ldl"]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=_COMPILE_TIMEOUT_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ShimError(f"the C compiler could not build the clock shim: {error}") from None
        if done.returncode != 0:
            first = next(iter(done.stderr.splitlines()), f"status {done.returncode}")
            raise ShimError(f"the C compiler could not build the clock shim: {first}")
        return made.replace(folder / name)
