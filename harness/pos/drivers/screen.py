"""What the drivers share that work a POS by its screen: steps, answers, evidence."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from harness.pos.driver import Launch, Life
from harness.pos.protocol import Json, Params, Reply, unknown
from harness.pos.scripts.facts import Fact, FactError, result_of
from harness.pos.scripts.kept import Kept
from harness.pos.scripts.screens import Operation, Rule, ScreenScript, Step
from harness.pos.scripts.words import words_of

BACK_TRIES = 8
MOMENTS = 20  # of a screen that never rests
BACK_WAITS_S = 0.25
T = TypeVar("T")


class LostError(Exception):
    """The screen does not show what the script waits for. Says what that was."""


class Press:
    """An operation under way. ``again``: what it does last is to be done twice."""

    def __init__(self, method: str, params: Params) -> None:
        self.call = (method, dict(params))
        self.words: dict[str, str] = {}
        self.again = False
        self.last: Step | None = None  # the last step that acts, when it has been done
        self.task: asyncio.Task[Reply]


class ScreenDriver:
    """One POS worked by a script; ``places`` are the decimals of the bench's currency.

    Who inherits tells what the screen shows (``text``, and ``_seen`` when it changes), and acts.
    """

    _launch: Launch
    _life: Life

    def __init__(self, script: ScreenScript, source: str, places: int) -> None:
        self._script, self._source, self._places = script, source, places
        self._press: Press | None = None
        self._seen = asyncio.Event()
        self._kept = Kept()

    @property
    def text(self) -> str:
        """What the screen shows now."""
        raise NotImplementedError

    async def act(self, step: Step, words: dict[str, str]) -> None:
        """Do what the step says, of a kind that acts. Raises LostError when it cannot be done."""
        raise NotImplementedError

    async def again(self, step: Step) -> None:
        """Do the last thing of that step once more."""
        raise NotImplementedError

    async def back(self) -> None:
        """One step towards the screen that every operation starts from."""
        raise NotImplementedError

    def call(self, method: str, params: Params) -> asyncio.Future[Reply]:
        """Begin an operation. The one that is under way once more: its last key is pressed twice.

        That is what an impatient cashier does; the answer is the one that the screen then shows.
        """
        before = self._press if self._press and not self._press.task.done() else None
        if before is not None and before.call == (method, dict(params)):
            return asyncio.ensure_future(self._once_more(before))
        press = self._press = Press(method, params)
        press.task = asyncio.ensure_future(self._in_time(press, before))
        return press.task

    async def cancel(self) -> None:
        """Give up what is under way."""
        if self._press is not None:
            self._press.task.cancel()
            await asyncio.gather(self._press.task, return_exceptions=True)
            self._press = None

    async def _once_more(self, press: Press) -> Reply:
        """The last key twice: now, when it was pressed already, or when it will be."""
        press.again = press.last is None
        if press.last is not None:
            await self.again(press.last)
        return await asyncio.shield(press.task)  # who stops waiting does not end it

    async def _in_time(self, press: Press, before: Press | None) -> Reply:
        """The operation, within the time that the POS has for an answer."""
        if before is not None:
            await asyncio.wait([before.task])
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
        except LostError as lost:
            return self._lost(name, str(lost))
        except TimeoutError:
            within = f"within {self._launch.reply_within_s:g} s"
            return self._lost(name, f"{where[0]}, {within}")

    async def _perform(
        self, name: str, operation: Operation, press: Press, where: list[str]
    ) -> dict[str, Fact]:
        if name not in ("hello", "status"):
            await self._go_home(where, operation)
        acts = [step for step in operation.steps if step.acts]
        for number, step in enumerate(operation.steps, 1):
            where[0] = f"step {number} of [{name}] in {self._source}: "
            await self._step(step, press, where, last=acts[-1:] == [step])
        if name == "hello":  # no key is pressed: a till that is starting may take it for another's
            where[0] = (
                f"{self._source}: the screen never showed home, /{self._script.home.pattern}/"
            )
            await self._until(self._script.home.search, still=True)
        facts: dict[str, Fact] = {}
        if operation.answers:
            patterns = " or ".join(f"/{rule.screen.pattern}/" for rule in operation.answers)
            where[0] = f"[{name}] in {self._source}: the screen showed no answer, {patterns}"
            facts = await self._until(lambda text: _first(operation.answers, text), still=True)
        for rule in operation.reads:
            facts |= rule.facts(self.text) or {}
        return facts

    async def _step(self, step: Step, press: Press, where: list[str], *, last: bool) -> None:
        if step.when is not None and not step.when.search(self.text):
            return
        if step.expect is not None:
            where[0] += f"the screen never showed /{step.expect.pattern}/"
            await self._until(step.expect.search)
        elif step.gone is not None:
            gone = step.gone
            where[0] += f"/{gone.pattern}/ never went from the screen"
            await self._until(lambda text: not gone.search(text) or None)
        else:
            where[0] += f"{step.told} was not done"
            await self.act(step, press.words)
            press.last = step if last else None
            if last and press.again:
                await self.again(step)

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
                await self.back()
        await self._until(at_home)

    async def _until(self, found: Callable[[str], T | None], *, still: bool = False) -> T:
        """Wait until the screen shows it; ``still``: and nothing more is written for a moment.

        A screen on which something always moves is believed after some such moments.
        """
        moments = MOMENTS
        while True:
            self._seen.clear()
            seen = found(self.text)
            if seen is None:
                moments = MOMENTS
                await self._seen.wait()
            elif not still or not moments or not await self._moves():
                return seen
            else:
                moments -= 1

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
        return unknown(f"{why}; {self.keep(name)}")

    def keep(self, name: str) -> str:
        """Keep what the screen shows as evidence; says where it is."""
        return self._kept.keep(self.text, name, self._launch, self._life)


def _first(rules: tuple[Rule, ...], text: str) -> dict[str, Fact] | None:
    return next((facts for rule in rules if (facts := rule.facts(text)) is not None), None)
