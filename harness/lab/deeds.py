"""What has to be done to a real printer for each effect: which part, which deed, and how one sees.

A virtual printer undergoes an effect; to a real one somebody has to do it: a command (a relay, a
switched socket), labgrid, or a person. ``seen`` says from the printer's status that it is done;
None: its status does not tell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from emulators.effects import Effect
from emulators.printer import effects
from emulators.printer.condition import Condition

Seen = Callable[[Condition], bool]


@dataclass(frozen=True, slots=True)
class Deed:
    """``part`` and ``verb`` name it in the configuration: ``[lab.paper] load = …``.

    ``undone_by``: the verb that puts it right; '' for one that does so itself. ``asks`` is what a
    person is told.
    """

    part: str
    verb: str
    seen: Seen | None
    asks: str
    undone_by: str = ""


def _no_paper(c: Condition) -> bool:
    return c.paper_out


def _paper(c: Condition) -> bool:
    return c.powered and not c.paper_out and not c.cover_open


def _low(c: Condition) -> bool:
    return c.near_end


def _open(c: Condition) -> bool:
    return c.cover_open


def _shut(c: Condition) -> bool:
    return c.powered and not c.cover_open


def _off(c: Condition) -> bool:
    return not c.powered


def _on(c: Condition) -> bool:
    return c.powered


def _offline(c: Condition) -> bool:
    return c.powered and not c.online


def _sound(c: Condition) -> bool:
    return c.powered and c.error == "none"


_CUT = Deed("cutter", "free", _sound, "Free the cutter, and close the cover.")
_POWER_OFF = Deed("power", "off", _off, "Switch the printer off.", "on")
DEEDS: MappingProxyType[type[Effect], Deed] = MappingProxyType(
    {
        effects.EndPaper: Deed(
            "paper",
            "out",
            _no_paper,
            "Open the cover, take the roll out, tear nothing off, and close the cover.",
            "load",
        ),
        effects.LoadPaper: Deed(
            "paper", "load", _paper, "Put a roll of paper in, and close the cover."
        ),
        effects.RunLow: Deed(
            "paper", "low", _low, "Put a roll in that is nearly used up, and close it.", "load"
        ),
        effects.ReversePaper: Deed(
            "paper", "reverse", None, "Put the roll in the wrong way round.", "load"
        ),
        effects.JamPaper: Deed("paper", "jam", None, "Make the paper jam.", "clear"),
        effects.ClearJam: Deed(
            "paper", "clear", _sound, "Pull the jammed paper out, and close the cover."
        ),
        effects.OpenCover: Deed("cover", "open", _open, "Open the cover.", "close"),
        effects.CloseCover: Deed("cover", "close", _shut, "Close the cover."),
        effects.PowerOff: _POWER_OFF,
        effects.PowerOn: Deed("power", "on", _on, "Switch the printer on."),
        effects.JamCutter: Deed("cutter", "jam", None, "Block the cutter.", "free"),
        effects.FreeCutter: _CUT,
        effects.FailHead: Deed("head", "spoil", None, "Disconnect the print head.", "replace"),
        effects.ReplaceHead: Deed(
            "head", "replace", _sound, "Put the print head back, and switch the power on."
        ),
        effects.StickDrawer: Deed("drawer", "block", None, "Lock the drawer with its key.", "free"),
        effects.FreeDrawer: Deed("drawer", "free", None, "Unlock the drawer, and push it shut."),
    }
)
_PRESS = Deed("button", "press", _offline, "Hold the feed button down until told.", "release")
_RELEASE = Deed("button", "release", _on, "Let go of the feed button.")


EVERY = (*DEEDS.values(), _PRESS, _RELEASE)


def deeds_for(effect: Effect) -> tuple[Deed, ...]:
    """What has to be done for an effect, in order; nothing when no hand can do that."""
    if isinstance(effect, effects.Brownout):
        return _POWER_OFF, DEEDS[effects.PowerOn]
    if isinstance(effect, effects.Hold):
        return (_PRESS if effect.by else _RELEASE,)
    deed = DEEDS.get(type(effect))
    return (deed,) if deed is not None else ()


def why_never(effect: Effect) -> str:
    """Why that can be done to no real printer, in a sentence; '' when it can."""
    if isinstance(effect, effects.EndPaper) and effect.rows:
        return "nobody can cut a real roll to the row: leave out rows"
    if not deeds_for(effect):
        return "that cannot be done to a real printer"
    return ""
