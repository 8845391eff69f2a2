"""What the POS's process can undergo."""

from dataclasses import dataclass

from emulators.effects import Effect


@dataclass(frozen=True, slots=True)
class Kill(Effect):
    """SIGKILL now, started again after so many milliseconds."""

    off_for_ms: int = 0


@dataclass(frozen=True, slots=True)
class Start(Effect):
    """Start it again now."""


@dataclass(frozen=True, slots=True)
class Freeze(Effect):
    """SIGSTOP: it stands still, its sockets stay open."""


@dataclass(frozen=True, slots=True)
class Thaw(Effect):
    """SIGCONT."""


@dataclass(frozen=True, slots=True)
class CutPower(Effect):
    """SIGKILL now, and what was not flushed to disk is gone; started again.

    ``flushes``: not now, but when it has flushed so many times more.
    """

    off_for_ms: int = 0
    flushes: int = 0


@dataclass(frozen=True, slots=True)
class KeepPower(Effect):
    """A power cut that waits for a flush does not come any more."""


@dataclass(frozen=True, slots=True)
class FillDisk(Effect):
    """Writes to the data folder fail from now on."""


@dataclass(frozen=True, slots=True)
class FreeDisk(Effect):
    """There is room again."""


@dataclass(frozen=True, slots=True)
class LoseData(Effect):
    """SIGKILL now, and the data ``folder`` is empty, or its last file ``torn``; started again."""

    what: str
    off_for_ms: int = 0


@dataclass(frozen=True, slots=True)
class SwapPrinters(Effect):
    """SIGKILL now; started again with the printers' addresses swapped."""

    off_for_ms: int = 0


OF_PROCESS = (Kill, Start, Freeze, Thaw, CutPower, LoseData, SwapPrinters)
"""What only a process undergoes that tillproof has started."""
