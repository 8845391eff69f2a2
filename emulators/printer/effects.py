"""What a printer can undergo, by a fault or by the operator's hand."""

from dataclasses import dataclass

from emulators.effects import Effect


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


@dataclass(frozen=True, slots=True)
class RunLow(Effect):
    """Little paper is left: the near-end sensor says so."""


@dataclass(frozen=True, slots=True)
class ReversePaper(Effect):
    """The roll lies in it the wrong way round: the head heats the side that takes no dots."""


@dataclass(frozen=True, slots=True)
class JamPaper(Effect):
    """The paper stops moving; ``rows`` are burnt on top of each other until that is noticed."""

    rows: int = 0


@dataclass(frozen=True, slots=True)
class ClearJam(Effect):
    """The operator pulls the jammed paper out, tears it off and closes the cover again."""


@dataclass(frozen=True, slots=True)
class StickSensor(Effect):
    """The paper end sensor always says ``reading``: present or out; works: it is mended."""

    reading: str


@dataclass(frozen=True, slots=True)
class KillDots(Effect):
    """The heating elements of these ``columns``, counted from 0 at the left, burn no more."""

    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WearHead(Effect):
    """Only the share ``contrast`` of the dots still burns; 1.0: as new."""

    contrast: float


@dataclass(frozen=True, slots=True)
class OverheatHead(Effect):
    """The head is too hot: the printer pauses until it has cooled."""


@dataclass(frozen=True, slots=True)
class CoolHead(Effect):
    """The head has cooled."""


@dataclass(frozen=True, slots=True)
class JamCutter(Effect):
    """The blade does not move: the next cut fails."""


@dataclass(frozen=True, slots=True)
class FreeCutter(Effect):
    """The blade moves again. ``by_command``: the error stays until the POS sends DLE ENQ."""

    by_command: bool = False


@dataclass(frozen=True, slots=True)
class Brownout(Effect):
    """The supply dips: the row in hand is burnt half, and the printer starts anew."""


@dataclass(frozen=True, slots=True)
class SetSpeed(Effect):
    """Rows go by at ``speed_mm_s``; None: at the model's own speed again."""

    speed_mm_s: float | None


@dataclass(frozen=True, slots=True)
class Hold(Effect):
    """``by`` (button, service) keeps the printer offline; empty: it does so no more."""

    by: str = ""


@dataclass(frozen=True, slots=True)
class StickDrawer(Effect):
    """The drawer does not open on a pulse; its sensor says open all the time if so told."""

    open_reading: bool = False


@dataclass(frozen=True, slots=True)
class FreeDrawer(Effect):
    """The drawer opens again, and its sensor is right."""


@dataclass(frozen=True, slots=True)
class SpeakStar(Effect):
    """It takes what comes for the commands of another maker (Star line mode)."""


@dataclass(frozen=True, slots=True)
class SpeakOwn(Effect):
    """It speaks ESC/POS again."""


@dataclass(frozen=True, slots=True)
class AssumeCodePage(Effect):
    """It starts, and starts anew with ESC @, in page ``number`` of ESC t; None: in its own."""

    number: int | None
