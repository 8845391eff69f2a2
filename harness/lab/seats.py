"""Which real printer a bench works on: one of those there are, and nobody else's meanwhile.

A seat is held by a lock on a file, which the system lets go of when the process ends, however it
ends. So benches of one run, and runs on one machine, wait for each other instead of mixing.
"""

import asyncio
import fcntl
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

SEATS = "TILLPROOF_LAB_SEATS"  # a file that lists the seats of a run
_AGAIN_S = 0.1
_PATIENT_S = 2.0  # before it is told that one waits


@dataclass(frozen=True, slots=True)
class Seat:
    """A printer. ``place``: what labgrid calls it; '' outside of one."""

    port: str
    place: str = ""


def write_seats(seats: Sequence[Seat], path: Path) -> dict[str, str]:
    """Say which seats a run has; answers the environment that its benches find them by."""
    path.write_text(json.dumps([asdict(one) for one in seats]), encoding="utf-8")
    return {SEATS: str(path)}


def seats_of(port: str) -> list[Seat]:
    """The seats of this run, or the one printer of the configuration."""
    listed = os.environ.get(SEATS)
    if not listed:
        return [Seat(port)]
    return [Seat(**one) for one in json.loads(Path(listed).read_text(encoding="utf-8"))]


class Taken:
    """A seat that is ours until it is let go of."""

    def __init__(self, seat: Seat, fd: int) -> None:
        self.seat, self._fd = seat, fd

    def let_go(self) -> None:
        """The next one may have it; harmless when it was let go of already."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)


async def take_seat(seats: Sequence[Seat]) -> Taken:
    """The first that is free, waiting for one if need be."""
    told = waited_s = 0.0
    while True:
        for seat in seats:
            fd = _locked(seat)
            if fd >= 0:
                return Taken(seat, fd)
        await asyncio.sleep(_AGAIN_S)
        waited_s += _AGAIN_S
        if not told and waited_s >= _PATIENT_S:
            told = waited_s
            names = ", ".join(one.place or one.port for one in seats)
            sys.stderr.write(f"waiting for a printer to be free: {names}\n")


def _locked(seat: Seat) -> int:
    """A descriptor that holds the seat's lock; -1 when somebody else does."""
    folder = Path(tempfile.gettempdir()) / f"tillproof-lab-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = hashlib.sha256(seat.port.encode()).hexdigest()[:16]
    fd = os.open(folder / f"{name}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(fd)
        return -1
    return fd
