"""What each effect makes of a printer's condition: a table."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from emulators.effects import Effect
from emulators.printer import effects
from emulators.printer.condition import Condition, Trouble

SHUT_DOWN, MACRO, PAUSE = "shutdown", "macro", "pause"  # what a command can hold it by


class Change(NamedTuple):
    """What something makes of the condition. ``why`` names it in ``printer.state``."""

    why: str
    after: Callable[[Condition], Condition]


def _with(condition: Condition, trouble: Trouble) -> Condition:
    return replace(condition, troubles=condition.troubles | {trouble})


def _released(condition: Condition, *by: str) -> Condition:
    """Held no more, if it was by one of these."""
    return replace(condition, held="") if condition.held in by else condition


def _without(condition: Condition, *troubles: Trouble) -> Condition:
    return replace(condition, troubles=condition.troubles - {*troubles})


def _power_off(before: Condition) -> Condition:
    """Errors are forgotten; only the heat of the head is there when the power comes back."""
    return replace(before, powered=False, troubles=before.troubles & {Trouble.HEAT})


def _power_on(before: Condition) -> Condition:
    """The self-test finds a broken head again."""
    found = {Trouble.HEAD} if before.head_noticed else set()
    troubles = _power_off(before).troubles | found
    after = replace(before, powered=True, troubles=troubles, stops_at_near_end=False)
    return _released(after, SHUT_DOWN, MACRO, PAUSE)


def _new_head(before: Condition) -> Condition:
    """A power cycle with a head that works."""
    whole = replace(
        before, head_works=True, head_noticed=False, contrast=1.0, dead_dots=frozenset()
    )
    return _power_on(whole)


def _full_roll(before: Condition) -> Condition:
    """It lies in the right way."""
    return replace(before, paper_gone=False, near_end=False, paper_reversed=False)


def _recovered(before: Condition) -> Condition:
    """DLE ENQ: errors are over whose cause is removed (Epson APG, DLE ENQ)."""
    over = {Trouble.COVER_LATCHED} if not before.cover_open else set()
    over |= {Trouble.JAM} if not before.paper_jammed else set()
    over |= {Trouble.CUTTER} if not before.cutter_jammed else set()
    return _without(before, *over)


PAPER_ENDED = Change("paper_out", lambda c: replace(c, paper_gone=True, near_end=True))
NEAR_END = Change("near_end", lambda c: replace(c, near_end=True))
OPENED_WHILE_PRINTING = Change(
    "cover_open", lambda c: _with(replace(c, cover_open=True), Trouble.COVER)
)
OPENED_AND_LATCHED = Change(
    "cover_open", lambda c: _with(replace(c, cover_open=True), Trouble.COVER_LATCHED)
)
JAM_NOTICED = Change("paper_jam_noticed", lambda c: _with(c, Trouble.JAM))
CUT_FAILED = Change("cut_failed", lambda c: _with(c, Trouble.CUTTER))
RECOVERED = Change("recovered", _recovered)
MACRO_WAITS = Change("macro_waits", lambda c: replace(c, held=MACRO))
MACRO_PAUSES = Change("macro_pauses", lambda c: replace(c, held=PAUSE))
MACRO_GOES_ON = Change("macro_goes_on", lambda c: _released(c, MACRO, PAUSE))
PAUSE_OVER = Change("macro_goes_on", lambda c: _released(c, PAUSE))
FEED_PRESSED = Change("feed_pressed", lambda c: _released(c, MACRO))
NEAR_END_STOPS = Change("near_end_stops", lambda c: replace(c, stops_at_near_end=True))
NEAR_END_IGNORED = Change("near_end_ignored", lambda c: replace(c, stops_at_near_end=False))
HEAD_FAILED_UNREPORTED = Change("head_failed", lambda c: replace(c, head_works=False))

PLAIN: MappingProxyType[type[Effect], Change] = MappingProxyType(
    {
        effects.LoadPaper: Change("paper_loaded", _full_roll),
        effects.RunLow: NEAR_END,
        effects.ReversePaper: Change("paper_reversed", lambda c: replace(c, paper_reversed=True)),
        effects.JamPaper: Change("paper_jam", lambda c: replace(c, paper_jammed=True)),
        effects.ClearJam: Change(
            "jam_cleared", lambda c: _without(replace(c, paper_jammed=False), Trouble.JAM)
        ),
        effects.OpenCover: Change("cover_open", lambda c: replace(c, cover_open=True)),
        effects.CloseCover: Change(
            "cover_closed", lambda c: _without(replace(c, cover_open=False), Trouble.COVER)
        ),
        effects.FailHead: Change(
            "head_failed",
            lambda c: _with(replace(c, head_works=False, head_noticed=True), Trouble.HEAD),
        ),
        effects.ReplaceHead: Change("head_replaced", _new_head),
        effects.OverheatHead: Change("head_hot", lambda c: _with(c, Trouble.HEAT)),
        effects.CoolHead: Change("head_cooled", lambda c: _without(c, Trouble.HEAT)),
        effects.JamCutter: Change("cutter_jam", lambda c: replace(c, cutter_jammed=True)),
        effects.PowerOff: Change("power_off", _power_off),
        effects.PowerOn: Change("power_on", _power_on),
    }
)


def change_by(effect: Effect) -> Change | None:
    """What ``effect`` makes of the condition; None: nothing by itself."""
    return _to_head(effect) or _to_the_rest(effect) or PLAIN.get(type(effect))


def _to_head(effect: Effect) -> Change | None:
    match effect:
        case effects.FailHead(reported=False):
            return HEAD_FAILED_UNREPORTED
        case effects.KillDots(columns=columns):
            return Change("head_dead_dots", lambda c: replace(c, dead_dots=frozenset(columns)))
        case effects.WearHead(contrast=contrast):
            return Change("head_worn", lambda c: replace(c, contrast=contrast))
    return None


def _to_the_rest(effect: Effect) -> Change | None:
    match effect:
        case effects.StickSensor(reading=reading):
            return Change(f"sensor_{reading}", lambda c: replace(c, sensor=reading))
        case effects.FreeCutter(by_command=by_command):
            return Change("cutter_freed", lambda c: _cutter_freed(c, by_command=by_command))
        case effects.Hold(by=by):
            return Change(f"held_by_{by}" if by else "released", lambda c: replace(c, held=by))
        case effects.StickDrawer(open_reading=is_open):
            return Change("drawer_stuck", lambda c: _drawer(c, stuck=True, is_open=is_open))
        case effects.FreeDrawer():
            return Change("drawer_freed", lambda c: _drawer(c, stuck=False, is_open=False))
    return None


def _drawer(before: Condition, *, stuck: bool, is_open: bool) -> Condition:
    return replace(before, drawer_stuck=stuck, drawer_open=is_open)


def _cutter_freed(before: Condition, *, by_command: bool) -> Condition:
    after = replace(before, cutter_jammed=False)
    return after if by_command else _without(after, Trouble.CUTTER)
