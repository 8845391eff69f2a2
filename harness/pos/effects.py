"""What the POS's process can undergo."""

from dataclasses import dataclass

from emulators.history import Effect


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
