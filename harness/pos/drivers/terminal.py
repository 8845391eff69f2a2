"""The driver ``terminal``: a text-mode till in a pseudo-terminal, worked by a script.

It presses the keys that a cashier presses and reads what a cashier reads.
"""

import asyncio

from harness.pos.driver import Launch, Life
from harness.pos.drivers.screen import ScreenDriver
from harness.pos.of_process import OfProcess
from harness.pos.scripts.keys import strokes
from harness.pos.scripts.screen import Screen
from harness.pos.scripts.screens import Step
from harness.pos.scripts.terminal import TerminalScript
from harness.pos.scripts.words import filled
from harness.pos.terminal_process import TerminalProcess


class TerminalDriver(OfProcess[TerminalProcess], ScreenDriver):
    """One POS at a terminal; ``places`` are the decimals of the bench's currency."""

    def __init__(self, script: TerminalScript, source: str, places: int) -> None:
        super().__init__(script, source, places)
        self._terminal = script

    async def start(self, launch: Launch, life: Life) -> None:
        """Start the till at its terminal; ``hello`` waits for its first screen."""
        await self.cancel()
        self._launch, self._life = launch, life
        size = (self._terminal.rows, self._terminal.columns)
        self._screen = Screen(size[1], size[0], self._terminal.encoding, self._type)
        launch.stderr.touch()
        self._process = TerminalProcess(launch, size, self._heard, self._ended)

    async def end(self, patience_s: float) -> None:
        """The terminal is hung up; then, after so long, it is killed."""
        await self.cancel()
        if self._process is not None:
            await self._process.end(patience_s)

    @property
    def text(self) -> str:
        """The rows of the screen."""
        return self._screen.text

    async def act(self, step: Step, words: dict[str, str]) -> None:
        """Press keys."""
        await self._strike(strokes(filled(step.press or "", words)))

    async def again(self, step: Step) -> None:
        """The last key of the step."""
        await self._strike(strokes(step.press or "")[-1:])

    async def back(self) -> None:
        """The key that leads there."""
        await self._strike(strokes(self._terminal.back))

    async def _strike(self, keys: list[str]) -> None:
        for key in keys:
            self._type(key.encode(self._terminal.encoding, "replace"))
            if self._terminal.key_ms:
                await asyncio.sleep(self._terminal.key_ms / 1000 / self._launch.rate)

    def _heard(self, data: bytes) -> None:
        self._screen.feed(data)
        self._seen.set()

    def _ended(self, status: int) -> None:
        self._life.ended(status, f" (status {status}); {self.keep('the end')}")

    def _type(self, data: bytes) -> None:
        if self._process is not None:
            self._process.write(data)
