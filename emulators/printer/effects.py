"""What a printer can undergo, by a fault or by the operator's hand."""

from dataclasses import dataclass

from emulators.history import Effect


@dataclass(frozen=True, slots=True)
class EndPaper(Effect):
    """The roll ends after ``rows`` more dot rows (0: the mechanism stops where it is)."""

    rows: int = 0


@dataclass(frozen=True, slots=True)
class LoadPaper(Effect):
    """A full roll is put in; the end of the old one, with what stands on it, is taken out."""


@dataclass(frozen=True, slots=True)
class OpenCover(Effect):
    """The cover is opened."""


@dataclass(frozen=True, slots=True)
class CloseCover(Effect):
    """The cover is closed."""


@dataclass(frozen=True, slots=True)
class FailHead(Effect):
    """No dot burns any more. ``reported``: the printer knows and says so (unrecoverable error)."""

    reported: bool = True


@dataclass(frozen=True, slots=True)
class ReplaceHead(Effect):
    """A new head: every dot burns; the unrecoverable error is gone (power has been cycled)."""


@dataclass(frozen=True, slots=True)
class PowerOff(Effect):
    """Off: the buffer and the settings are lost, the link goes down."""


@dataclass(frozen=True, slots=True)
class PowerOn(Effect):
    """On again, with the settings of a fresh start."""


@dataclass(frozen=True, slots=True)
class TearPaper(Effect):
    """The operator tears off what hangs out."""
