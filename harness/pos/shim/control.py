"""The control file that the preloaded library maps: layout as in ``clock_shim.h``."""

import mmap
import struct
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

_HEAD = struct.Struct("@8sII")  # magic, attached, generation
_SETTING = struct.Struct("@dqqq")
_MAGIC = b"TPCLOCK1"
_ATTACHED_AT = 8
_GENERATION_AT = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """What the program's clocks lead the machine's by, from ``since_ns`` (monotonic) on."""

    rate: float
    since_ns: int
    lead_ns: int
    wall_shift_ns: int

    def at(self, now_ns: int) -> "Setting":
        """The same clock, written down from ``now_ns``: where a new rate can begin."""
        gained_ns = int((now_ns - self.since_ns) * (self.rate - 1.0))
        return replace(self, since_ns=now_ns, lead_ns=self.lead_ns + gained_ns)


class ControlFile:
    """The writing end. One writer; any number of processes read, without waiting."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.setting = Setting(1.0, time.monotonic_ns(), 0, 0)
        self._generation = 0
        first = _HEAD.pack(_MAGIC, 0, 0) + _SETTING.pack(*_row(self.setting)) * 2
        made = path.with_name(f"{path.name}.new")
        made.write_bytes(first)
        made.replace(path)  # never truncated: a process that has mapped an older one would crash
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), len(first))

    def shift_wall(self, by_ns: int) -> None:
        """Move the wall clock only."""
        self._write(replace(self.setting, wall_shift_ns=self.setting.wall_shift_ns + by_ns))

    def set_rate(self, rate: float) -> None:
        """Let time pass ``rate`` times as fast from now on, without a jump."""
        self._write(replace(self.setting.at(time.monotonic_ns()), rate=rate))

    def reset(self) -> None:
        """The machine's own clocks: a process that runs meanwhile sees its time jump back."""
        self._write(Setting(1.0, time.monotonic_ns(), 0, 0))

    def attached(self) -> int:
        """How many processes have mapped the file since it was made."""
        return int.from_bytes(self._map[_ATTACHED_AT:_GENERATION_AT], sys.byteorder)

    def close(self) -> None:
        """Let go of the file; processes that run keep the last setting."""
        self._map.close()

    def _write(self, setting: Setting) -> None:
        """Fill the slot that nobody reads, then point the readers to it."""
        self.setting = setting
        generation = self._generation = self._generation + 1
        slot_at = _HEAD.size + generation % 2 * _SETTING.size
        self._map[slot_at : slot_at + _SETTING.size] = _SETTING.pack(*_row(setting))
        self._map[_GENERATION_AT : _HEAD.size] = struct.pack("@I", generation)


def _row(setting: Setting) -> tuple[float, int, int, int]:
    return setting.rate, setting.since_ns, setting.lead_ns, setting.wall_shift_ns
