"""The clock of the POS's process: its wall can be moved, its time made faster, while it runs."""

import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from emulators.errors import UsageError
from harness.pos.shim.build import ShimError, shim_library
from harness.pos.shim.control import ControlFile
from harness.pos.shim.place import preloaded, why_not_here
from harness.pos.shim.program import why_no_preload

CONTROL_VARIABLE = "TILLPROOF_CLOCK_FILE"
_NS_PER_S = 1_000_000_000
_S_PER_DAY = 86_400
_FASTEST = 1000.0


class PosClock:
    """Moves the clocks of a POS that was started with ``environment()``, and of its children.

    The wall clock can be shifted; the monotonic clock only ever runs on, at another rate if wanted.
    It works for dynamic glibc programs on Linux (CPython, node, java). Out of its reach are static
    programs, runtimes that wait by system calls of their own (Go, Rust's standard library), times
    of files, and what the kernel counts (TCP retransmission and keep-alive). A wait that is under
    way keeps its end.
    """

    def __init__(
        self, folder: Path, command: Sequence[str], env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:  # fmt: skip
        """``folder``: the run's; ``command``, ``env``, ``cwd``: what the POS is started with."""
        self._folder = folder.resolve()  # the POS starts in a folder of its own
        self._command = tuple(command)
        self._env = os.environ if env is None else env
        self._cwd = cwd or Path.cwd()
        self._control: ControlFile | None = None
        self._days = 0

    def why_not(self) -> str | None:
        """Why the POS's clock cannot be moved here, in a sentence; None when it can.

        Builds the shim at first use, so that a missing or failing compiler is told, too.
        """
        reason = why_not_here() or why_no_preload(self._command, self._env.get("PATH"), self._cwd)
        if reason is None:
            try:
                shim_library(self._folder)
            except ShimError as error:
                return str(error)
        return reason

    def environment(self) -> dict[str, str]:
        """The entries to add to the POS's environment. Raises ShimError when it cannot be built."""
        library = shim_library(self._folder)
        return {CONTROL_VARIABLE: str(self._file().path), **preloaded(self._env, library)}

    @property
    def days(self) -> int:
        """The days that ``shift_days`` has moved the wall clock by, in all."""
        return self._days

    def shift_days(self, days: int) -> None:
        """Move the wall clock by whole days of 86,400 s; negative: back."""
        self._days += days
        self.shift_wall(days * _S_PER_DAY)

    def shift_wall(self, seconds: float) -> None:
        """Move the wall clock by ``seconds``; the monotonic clock stays as it is."""
        self._file().shift_wall(round(seconds * _NS_PER_S))

    def set_rate(self, rate: float) -> None:
        """Let all time pass ``rate`` times as fast from now on, without a jump.

        Raises UsageError for a rate outside 1/1000 … 1000.
        """
        if not math.isfinite(rate) or not 1 / _FASTEST <= rate <= _FASTEST:
            raise UsageError(f"a clock cannot run {rate} times as fast: say 0.001 to 1000")
        self._file().set_rate(rate)

    def reset(self) -> None:
        """As the machine's again, for processes that are started from now on."""
        self._days = 0
        self._file().reset()

    def attached(self) -> int:
        """How many processes have taken the clock on: 0 after a start means that none did."""
        return 0 if self._control is None else self._control.attached()

    def close(self) -> None:
        """Let go of the control file. Processes that still run keep the clock as it is."""
        if self._control is not None:
            self._control.close()
            self._control = None

    def _file(self) -> ControlFile:
        if self._control is None:
            self._control = ControlFile(self._folder / "pos.clock")
        return self._control
