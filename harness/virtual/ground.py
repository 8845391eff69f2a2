"""What a POS that is a class stands in: its variables, its disk, its wall clock."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from emulators.effects import Effect
from harness.config import Config
from harness.pos.driver import Launch
from harness.pos.effects import CutPower, FillDisk, FreeDisk, KeepPower, LoseData, SwapPrinters
from harness.pos.launch import Addresses, contract_env
from harness.virtual.disk import MemoryDisk

DATA_DIR = "/virtual"  # the contract wants one; a POS in a world writes to its disk


class PosWall:
    """The POS's wall clock, as the bench's calendar moves it."""

    def __init__(self) -> None:
        self.shift = timedelta()

    def shift_wall(self, seconds: float) -> None:
        """Move it; time goes on as before."""
        self.shift += timedelta(seconds=seconds)

    def attached(self) -> int:
        """It can always be moved."""
        return 1


class VirtualGround:
    """The surroundings of such a POS (as ``harness.pos.launch.Launcher`` for a process)."""

    rate = 1.0  # time that jumps is fast enough
    why_not_clock = None

    def __init__(self, config: Config) -> None:
        self._config, self._addresses = config, Addresses("", "")
        self.disk, self.clock = MemoryDisk(), PosWall()

    def prepare(self, addresses: Addresses) -> Launch:
        """Everything that starting takes."""
        self._addresses = addresses
        return self._launch()

    def close(self) -> None:
        """Nothing has to be let go."""

    def _launch(self) -> Launch:
        pos = self._config.pos
        own: Mapping[str, str] = {**os.environ, **pos.env}
        return Launch(
            command=(),
            env={**own, **contract_env(self._config, self._addresses, DATA_DIR)},
            folder=Path(),
            stderr=Path(os.devnull) / "none",  # its log is recorded by the bench
            reply_within_s=pos.reply_within_s,
        )

    def swapped(self) -> Launch:
        """How to start it with the printers' addresses swapped, once more back again."""
        at = self._addresses
        self._addresses = replace(at, printer=at.printer_2, printer_2=at.printer)
        return self._launch()

    def why_not(self, effect: Effect, *, running: bool) -> str:
        """Why that cannot befall it here; '' when it can."""
        del running
        if isinstance(effect, SwapPrinters) and not self._addresses.printer_2:
            return "the bench has one printer: set printer.standby = true"
        return ""

    @property
    def flushed(self) -> int:
        """How often it has flushed something."""
        return self.disk.flushed

    @property
    def powerless(self) -> bool:
        """Whether it has died at the flush that a power cut waited for, untold so far."""
        return self.disk.powerless

    def befall(self, effect: Effect) -> str:
        """Let it; says what became of the disk. Raises TypeError for what is no disk's."""
        match effect:
            case LoseData(what=what):
                self.disk.lose(what)
                return {"folder": "lost"}.get(what, what)
            case CutPower(flushes=flushes) if flushes:
                self.disk.dies_at(flushes)
                return ""
            case KeepPower():
                self.disk.dies_at(0)
                return ""
            case CutPower():
                self.disk.cut()
                return "cut"
            case FillDisk() | FreeDisk():
                self.disk.full = isinstance(effect, FillDisk)
                return "full" if self.disk.full else "free"
        raise TypeError(f"a disk cannot undergo {effect}")
