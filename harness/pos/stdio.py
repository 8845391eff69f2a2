"""The driver ``stdio``: the POS as a process, calls on its standard input, answers on output."""

import asyncio
import os
import shutil
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from emulators.clock import Clock, Timer
from emulators.history import Directive, Effect, Injected, Recorder
from emulators.masking import card_numbers, mask_text
from harness.events import PosDisk, PosEnded, PosFrozen, PosLog, PosReady, PosSaid, PosStarted
from harness.pos import effects
from harness.pos.process import Process, StartError
from harness.pos.protocol import Answer, Params, Reply, decode_line, encode_call, unknown
from harness.pos.warm import WarmPos

JUNK_LINES = 20
JUNK_CHARACTERS = 200
SHUTDOWN_PATIENCE_S = 2.0
BUSY_MACHINE_S = 3.0  # what a busy machine may need, however fast the POS's time passes
LOG_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Launch:
    """How the POS is started. ``env`` comes on top of a plain environment.

    ``rate``: how many times as fast its time passes; ``warm``: what it is forked from, if anything.
    """

    command: Sequence[str]
    env: Mapping[str, str]
    folder: Path
    stderr: Path
    reply_within_s: float
    rate: float = 1.0
    warm: WarmPos | None = None

    @property
    def patience_s(self) -> float:
        """How long an answer is waited for, in the machine's own seconds."""
        own_s = self.reply_within_s / self.rate
        return own_s if self.rate == 1 else max(own_s, BUSY_MACHINE_S)


class Surroundings(Protocol):
    """What the POS stands in: its disk, and the addresses that it is given."""

    def why_not(self, effect: Effect, *, running: bool) -> str:
        """Why that cannot befall them here; '' when it can. ``running``: the POS was started."""

    def befall(self, effect: Effect) -> str:
        """Let it; the POS is dead when it has to be. Says what the data folder is now, or ''."""

    def swapped(self) -> Launch:
        """How to start the POS with the printers' addresses swapped, once more back again."""


class StdioPos:
    """The POS under test. All on the bench's loop."""

    def __init__(
        self, recorder: Recorder, clock: Clock, launch: Launch, surroundings: Surroundings
    ) -> None:
        self._recorder, self._clock, self._launch = recorder, clock, launch
        self._surroundings = surroundings
        self._process: Process | None = None
        self._open: dict[int, asyncio.Future[Reply]] = {}
        self._calls = 0
        self._starts = 0
        self._junk = 0
        self._asked = False
        self._restart: Timer | None = None
        self._starting: asyncio.Task[None] | None = None
        self.hello = unknown("not started yet")
        self.up = asyncio.Event()  # set while the POS has answered hello in this life

    async def start(self) -> None:
        """Start the process and say hello. Raises StartError when the command cannot be started."""
        self._starts += 1
        self._asked = False
        self.up.clear()
        self._process = await Process.start(
            self._launch.command,
            {**os.environ, **self._launch.env},
            self._launch.folder,
            self._launch.stderr,
            self._line,
            self._ended,
            warm=self._launch.warm,
        )
        self._obey(self._recorder.record(PosStarted(self._starts)))
        self.hello = await self.call("hello", {})
        if self.hello.status == "ok":
            self._obey(self._recorder.record(self._ready()))
            self.up.set()

    def _ready(self) -> PosReady:
        listed = self.hello.result.get("capabilities")
        words = tuple(str(word) for word in listed) if isinstance(listed, list) else ()
        return PosReady(self._starts, self.hello.text("name"), self.hello.text("version"), words)

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.alive

    @property
    def coming(self) -> bool:
        """Whether it is down and will be started again by itself."""
        return self._restart is not None or self._starting is not None

    async def call(self, method: str, params: Params) -> Reply:
        """One call, until it is answered, the time is up or the process has ended."""
        self._calls += 1
        number = self._calls
        if self._process is None or not self._process.alive:
            return unknown("the POS is not running")
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._open[number] = future
        self._process.write(encode_call(number, method, params))
        try:
            return await asyncio.wait_for(future, self._launch.patience_s)
        except TimeoutError:
            return unknown(f"no answer within {self._launch.reply_within_s:g} s")
        finally:
            self._open.pop(number, None)

    def apply(self, injected: Injected) -> None:
        """Undergo an effect. Raises TypeError for one that no POS knows."""
        match injected.effect:
            case effects.Kill(off_for_ms=off_for_ms):
                self._kill(off_for_ms, injected.cause)
            case effects.Freeze():
                self._freeze(frozen=True, cause=injected.cause)
            case effects.Thaw():
                self._freeze(frozen=False, cause=injected.cause)
            case effects.Start():
                self._start_again()
            case effects.CutPower(off_for_ms=off_for_ms) | effects.LoseData(off_for_ms=off_for_ms):
                self._kill(off_for_ms, injected.cause)
                self._befall(injected)
            case effects.SwapPrinters(off_for_ms=off_for_ms):
                self._kill(off_for_ms, injected.cause)
                self._launch = self._surroundings.swapped()
            case effects.FillDisk() | effects.FreeDisk():
                self._befall(injected)
            case _:
                raise TypeError(f"a POS cannot undergo {injected.effect}")

    def why_not(self, effect: Effect) -> str:
        """Why this POS cannot undergo that here, in a sentence; '' when it can."""
        return self._surroundings.why_not(effect, running=self.up.is_set())

    def _befall(self, injected: Injected) -> None:
        state = self._surroundings.befall(injected.effect)
        self._obey(self._recorder.record(PosDisk(state), cause=injected.cause))

    def _kill(self, off_for_ms: int, cause: int) -> None:
        if self._process is None or not self._process.alive:
            return
        self._asked = True
        self._cause = cause
        self._process.kill()
        self.up.clear()
        self._restart = self._clock.call_later(off_for_ms / 1000, self._start_again)

    def _start_again(self) -> None:
        self._restart = None
        if self._starting is None:
            self._starting = asyncio.ensure_future(self._restart_now())

    async def _restart_now(self) -> None:
        if self._process is not None:
            await self._process.end(0)
        try:
            await self.start()
        except StartError as error:
            self.hello = unknown(str(error))
        finally:
            self._starting = None

    def _freeze(self, *, frozen: bool, cause: int) -> None:
        if self._process is not None:
            self._process.signal(signal.SIGSTOP if frozen else signal.SIGCONT)
            self._obey(self._recorder.record(PosFrozen(frozen), cause=cause))

    async def stop(self) -> None:
        """Shut it down for good, and make sure that nothing of it is left."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        await self.rest()
        self._keep_log()

    async def rest(self) -> None:
        """Ask it to shut down, and see to it that it does; ``start`` starts it again."""
        if self._restart is not None:
            self._restart.cancel()
            self._restart = None
        if self._process is None:
            return
        self._process.signal(signal.SIGCONT)
        self._asked = True
        if self._process.alive and self.hello.status == "ok":
            await asyncio.wait(
                [asyncio.ensure_future(self.call("shutdown", {}))], timeout=SHUTDOWN_PATIENCE_S
            )
        await self._process.end(SHUTDOWN_PATIENCE_S if self.hello.status == "ok" else 0.1)

    def _line(self, line: bytes) -> None:
        if self._junk >= JUNK_LINES and b'"jsonrpc"' not in line:
            return  # a POS that floods must not keep the bench from its work
        answer = decode_line(line)
        if isinstance(answer, Answer):
            future = self._open.get(answer.number)
            if future is not None and not future.done():
                future.set_result(answer.reply)
                return
            answer = f"an answer to call {answer.number}, which is not open"
        if line.strip() and self._junk < JUNK_LINES:
            self._junk += 1
            text = line[:JUNK_CHARACTERS].decode("utf-8", "replace").rstrip("\n")
            self._obey(self._recorder.record(PosSaid(f"{answer}: {mask_text(text)}")))

    def _ended(self, status: int) -> None:
        self.up.clear()
        for future in self._open.values():
            if not future.done():
                future.set_result(unknown("the POS's process ended"))
        self._obey(self._recorder.record(PosEnded(self._starts, status, self._asked)))

    def _obey(self, directive: Directive) -> None:
        for injected in directive.injected:
            self.apply(injected)

    def _keep_log(self) -> None:
        """The standard error into the History, its card numbers masked, on disk as well."""
        if not self._launch.stderr.exists():
            return
        with self._launch.stderr.open("rb") as log:
            text = log.read(LOG_BYTES).decode("utf-8", "replace")
        found = card_numbers(text)
        if found:
            self._launch.stderr.write_text(mask_text(text), encoding="utf-8")
        blob = self._recorder.blob(mask_text(text).encode())
        self._recorder.record(PosLog(blob, found))


def why_not_startable(command: Sequence[str], folder: Path) -> str | None:
    """A sentence on why the command cannot be started, or None."""
    program = command[0]
    found = shutil.which(program) or (folder / program).is_file()
    return None if found else f"pos.command: {program!r} is not there"
