"""The process of a POS that is not spoken to through its pipes; none where it runs by itself."""

import os
import signal

from emulators.effects import Effect
from harness.pos import effects
from harness.pos.driver import Launch, Life
from harness.pos.of_process import OfProcess
from harness.pos.process import Process

NOT_OURS = "there is no pos.command: tillproof did not start the POS and cannot stop it"


class OwnProcess(OfProcess[Process]):
    """Started with ``launch.command``, when there is one. What it prints goes to its log.

    Args:
        ours: whether there is one, for whoever asks before it is started.
    """

    def __init__(self, *, ours: bool) -> None:
        self._ours, self._there = ours, False

    async def start(self, launch: Launch, life: Life) -> None:
        """Start it, or take it that it is there. Raises StartError."""
        self._there = True
        if launch.command:
            self._process = await Process.start(
                launch.command,
                {**os.environ, **launch.env},
                launch.folder,
                launch.stderr,
                self._log,
                lambda status: life.ended(status, f" (status {status}); see {launch.stderr.name}"),
                warm=launch.warm,
            )

    def _log(self, line: bytes) -> None:
        if self._process is not None:
            self._process.log(line)

    @property
    def alive(self) -> bool:
        """Whether it runs, as far as is known."""
        return self._there if self._process is None else self._process.alive

    def why_not(self, effect: Effect) -> str:
        """Why it cannot undergo that; '' when it can."""
        return "" if self._ours or not isinstance(effect, effects.OF_PROCESS) else NOT_OURS

    async def end(self, patience_s: float) -> None:
        """Ask it to end, give it that long, then kill it."""
        self._there = False
        if self._process is not None:
            self._process.signal(signal.SIGTERM)
            await self._process.end(patience_s)
