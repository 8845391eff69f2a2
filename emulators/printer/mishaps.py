"""What befalls paper, head, cutter and drawer: how each effect works on the engine."""

from emulators.effects import Effect
from emulators.printer import changes, effects
from emulators.printer.changes import change_by
from emulators.printer.engine import Engine
from emulators.printer.events import RollLoaded


def undergo(engine: Engine, effect: Effect, cause: int) -> None:
    """Let the engine undergo an effect. Raises TypeError for one that is nothing to it."""
    match effect:
        case effects.EndPaper(rows=rows):
            _end_paper(engine, rows, cause)
        case effects.LoadPaper():
            _load_paper(engine, cause)
        case effects.OpenCover():
            _open_cover(engine, cause)
        case effects.JamPaper(rows=rows):
            _jam_paper(engine, rows, cause)
        case effects.TearPaper():
            engine.end_slip("tear", cause)
        case effects.SetSpeed(speed_mm_s=speed):
            engine.speed_mm_s = engine.profile.speed_mm_s if speed is None else speed
        case _:
            _change(engine, effect, cause)


def _change(engine: Engine, effect: Effect, cause: int) -> None:
    """An effect that changes the condition and nothing else, from the next row on."""
    change = change_by(effect)
    if change is None:
        raise TypeError(f"{type(effect).__name__} is nothing that a printer can undergo")
    engine.mechanism.record_rows()
    if isinstance(effect, effects.ClearJam) and engine.condition.paper_jammed:
        engine.end_slip("tear", cause)
    engine.change(change, cause)


def _end_paper(engine: Engine, rows: int, cause: int) -> None:
    engine.paper.left_rows = rows
    if rows == 0 and not (engine.mechanism.in_line and engine.paper.use_tail()):
        engine.mechanism.record_rows()
        engine.change(changes.PAPER_ENDED, cause)


def _load_paper(engine: Engine, cause: int) -> None:
    """A roll that has not run out is not changed with the cover shut: amid a slip that is told."""
    opened = _amid_a_slip(engine)
    if opened:
        _open_cover(engine, cause)
    engine.end_slip("roll", cause)
    rows, profile = engine.roll_rows, engine.profile
    engine.paper.load(rows)
    length_mm = profile.roll_mm if rows is None else rows * profile.row_mm
    engine.record(RollLoaded(length_mm), cause)
    engine.change(changes.PLAIN[effects.LoadPaper], cause)
    if opened:
        engine.change(changes.PLAIN[effects.CloseCover], cause)


def _amid_a_slip(engine: Engine) -> bool:
    condition = engine.condition
    shut = condition.powered and not condition.cover_open and not condition.paper_gone
    return shut and bool(engine.paper.slip.text or engine.mechanism.in_line)


def _open_cover(engine: Engine, cause: int) -> None:
    """Opened while it prints, it is an error (TM-T88III specification p. 84; APG)."""
    printing = bool(engine.mechanism.jobs) and engine.condition.online
    engine.mechanism.record_rows()
    change = changes.PLAIN[effects.OpenCover]
    if printing:
        latched = engine.cover_latches
        change = changes.OPENED_AND_LATCHED if latched else changes.OPENED_WHILE_PRINTING
    engine.change(change, cause)


def _jam_paper(engine: Engine, rows: int, cause: int) -> None:
    engine.mechanism.record_rows()
    engine.paper.jam_rows = rows
    engine.change(changes.PLAIN[effects.JamPaper], cause)
    if rows == 0:
        engine.change(changes.JAM_NOTICED, cause)
