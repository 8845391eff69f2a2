"""The driver ``terminal``: a text-mode till in a pseudo-terminal, worked by a script.

It presses the keys that a cashier presses and reads what a cashier reads.
"""

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from emulators.history import Effect
from harness.pos.driver import Launch, Life
from harness.pos.protocol import Json, Params, Reply, unknown
from harness.pos.scripts.facts import Fact, FactError, result_of
from harness.pos.scripts.kept import Kept
from harness.pos.scripts.keys import strokes
from harness.pos.scripts.screen import Screen
from harness.pos.scripts.terminal import Operation, Rule, Step, TerminalScript
from harness.pos.scripts.words import filled, words_of
from harness.pos.terminal_process import TerminalProcess

BACK_TRIES = 8
BACK_WAITS_S = 0.25
T = TypeVar("T")


class _Lost(Exception):  # noqa: N818  (it is no error of ours: the screen is not what was expected)
    """The screen does not show what the script waits for. Says what that was."""


class _Press:
    """An operation under way. ``again``: its last key is to be pressed twice."""

    def __init__(self, method: str, params: Params) -> None:
        self.call = (method, dict(params))
        self.words: dict[str, str] = {}
        self.again = False
        self.last: list[str] | None = None  # the last key strokes, when they have been sent
        self.task: asyncio.Task[Reply]


class TerminalDriver:
    """One POS at a terminal; ``places`` are the decimals of the bench's currency."""

    def __init__(self, script: TerminalScript, source: str, places: int) -> None:
        self._script, self._source, self._places = script, source, places
        self._process: TerminalProcess | None = None
        self._press: _Press | None = None
        self._seen = asyncio.Event()
        self._kept = Kept()

    async def start(self, launch: Launch, life: Life) -> None:
        """Start the till at its terminal; ``hello`` waits for its first screen."""
        await self._cancel()
        self._launch, self._life = launch, life
        size = (self._script.rows, self._script.columns)
        self._screen = Screen(size[1], size[0], self._script.encoding, self._type)
        launch.stderr.touch()
        self._process = TerminalProcess(launch, size, self._heard, self._ended)

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.alive

    def call(self, method: str, params: Params) -> asyncio.Future[Reply]:
        """Begin an operation. The one that is under way once more: its last key is pressed twice.

        That is what an impatient cashier does; the answer is the one that the screen then shows.
        """
        under_way = self._press
        if under_way is not None and not under_way.task.done():
            if under_way.call == (method, dict(params)):
                self._once_more(under_way)
            return asyncio.ensure_future(_after(under_way.task))
        press = self._press = _Press(method, params)
        press.task = asyncio.ensure_future(self._in_time(press))
        return press.task

    def why_not(self, effect: Effect) -> str:
        """A process can undergo everything."""
        del effect
        return ""

    def signal(self, number: signal.Signals) -> None:
        """To the process and everything that it started."""
        if self._process is not None:
            self._process.signal(number)

    def kill(self) -> None:
        """Dead when this returns."""
        if self._process is not None:
            self._process.kill()

    async def end(self, patience_s: float) -> None:
        """The terminal is hung up; then, after so long, it is killed."""
        await self._cancel()
        if self._process is not None:
            await self._process.end(patience_s)

    async def _cancel(self) -> None:
        if self._press is not None:
            self._press.task.cancel()
            await asyncio.gather(self._press.task, return_exceptions=True)
            self._press = None

    def _heard(self, data: bytes) -> None:
        self._screen.feed(data)
        self._seen.set()

    def _ended(self, status: int) -> None:
        self._life.ended(status, f" (status {status}); {self._keep('the end')}")

    def _type(self, data: bytes) -> None:
        if self._process is not None:
            self._process.write(data)

    async def _in_time(self, press: _Press) -> Reply:
        """The operation, within the time that the POS has for an answer."""
        method, params = press.call
        name, operation = self._script.operation(method, params)
        if method == "hello":
            operation = self._script.start
        elif operation is None:
            return Reply("not_applicable", {}, f"{self._source} has no [{name}]")
        press.words = words_of(params, self._places)
        where = [""]
        try:
            async with asyncio.timeout(self._launch.patience_s):
                facts = await self._perform(name, operation, press, where)
            told = self._hello() if method == "hello" else result_of(facts, self._places)
            return Reply("ok", told)
        except FactError as error:
            return self._lost(name, f"{error}: mend the pattern in {self._source}")
        except _Lost as lost:
            return self._lost(name, str(lost))
        except TimeoutError:
            within = f"within {self._launch.reply_within_s:g} s"
            return self._lost(name, f"{where[0]}, {within}")

    async def _perform(
        self, name: str, operation: Operation, press: _Press, where: list[str]
    ) -> dict[str, Fact]:
        if name not in ("hello", "status"):
            await self._go_home(where, operation)
        presses = [step for step in operation.steps if step.press is not None]
        for number, step in enumerate(operation.steps, 1):
            where[0] = f"step {number} of [{name}] in {self._source}: "
            await self._step(step, press, where, last=bool(presses) and step is presses[-1])
        if name == "hello":
            await self._go_home(where, operation)
        facts: dict[str, Fact] = {}
        if operation.answers:
            patterns = " or ".join(f"/{rule.screen.pattern}/" for rule in operation.answers)
            where[0] = f"[{name}] in {self._source}: the screen showed no answer, {patterns}"
            facts = await self._until(lambda text: _first(operation.answers, text), still=True)
        for rule in operation.reads:
            facts |= rule.facts(self._screen.text) or {}
        return facts

    async def _step(self, step: Step, press: _Press, where: list[str], *, last: bool) -> None:
        if step.when is not None and not step.when.search(self._screen.text):
            return
        if step.press is not None:
            keys = strokes(filled(step.press, press.words))
            await self._strike(keys)
            if last:
                press.last = keys[-1:]
                if press.again:
                    self._once_more(press)
        elif step.expect is not None:
            where[0] += f"the screen never showed /{step.expect.pattern}/"
            await self._until(step.expect.search)
        elif step.gone is not None:
            gone = step.gone
            where[0] += f"/{gone.pattern}/ never went from the screen"
            await self._until(lambda text: not gone.search(text) or None)

    async def _strike(self, keys: list[str]) -> None:
        for key in keys:
            self._type(key.encode(self._script.encoding, "replace"))
            if self._script.key_ms:
                await asyncio.sleep(self._script.key_ms / 1000 / self._launch.rate)

    def _once_more(self, press: _Press) -> None:
        """The last key twice: now, when it was pressed already, or when it will be."""
        press.again = press.last is None
        for key in press.last or ():
            self._type(key.encode(self._script.encoding, "replace"))

    async def _go_home(self, where: list[str], operation: Operation) -> None:
        """Back to the screen that every operation starts from, the last answer gone from it."""
        home, old = self._script.home, operation.answers if operation.steps else ()
        where[0] = f"{self._source}: the screen never showed home, /{home.pattern}/"
        where[0] += " without an answer of before" if old else ""

        def at_home(text: str) -> bool | None:
            return (bool(home.search(text)) and _first(old, text) is None) or None

        for _ in range(BACK_TRIES):
            try:
                async with asyncio.timeout(BACK_WAITS_S):
                    await self._until(at_home, still=True)
                    return
            except TimeoutError:
                await self._strike(strokes(self._script.back))
        await self._until(at_home)

    async def _until(self, found: Callable[[str], T | None], *, still: bool = False) -> T:
        """Wait until the screen shows it; ``still``: and nothing more is written for a moment."""
        while True:
            self._seen.clear()
            seen = found(self._screen.text)
            if seen is not None and not (still and await self._moves()):
                return seen
            if seen is None:
                await self._seen.wait()

    async def _moves(self) -> bool:
        """Whether the till writes anything within the time that its screens take to settle."""
        try:
            async with asyncio.timeout(self._script.settles_ms / 1000):
                await self._seen.wait()
        except TimeoutError:
            return False
        return True

    def _hello(self) -> dict[str, Json]:
        script = self._script
        told = {"name": script.name or Path(self._source).stem, "version": script.version}
        return {**told, "contract": 1, "capabilities": [*script.can()]}

    def _lost(self, name: str, why: str) -> Reply:
        return unknown(f"{why}; {self._keep(name)}")

    def _keep(self, name: str) -> str:
        return self._kept.keep(self._screen.text, name, self._launch, self._life)


def _first(rules: tuple[Rule, ...], text: str) -> dict[str, Fact] | None:
    return next((facts for rule in rules if (facts := rule.facts(text)) is not None), None)


async def _after(task: "asyncio.Task[Reply]") -> Reply:
    """Its answer; who stops waiting does not end it."""
    return await asyncio.shield(task)
