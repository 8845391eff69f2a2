"""The driver ``python``: a class of yours, which knows how to work the POS (docs/drivers.md).

Each life of it is an object, called in a thread of its own, one call after the other.
"""

import asyncio
import contextlib
import importlib
import json
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import SimpleQueue

from emulators.effects import Effect
from harness.config import ConfigError
from harness.pos import effects
from harness.pos.driver import Launch, Life, settle
from harness.pos.protocol import Json, Params, Reply, unknown

METHODS = ("void", "refund", "preauth", "completion", "balance", "reprint", "settle")
KILLED = -9
_PLACE = "pos.class"
Job = tuple[str, Callable[[], object], asyncio.Future[Reply]] | None


def load_class(name: str, folder: Path) -> type:
    """The class ``module:Class``; modules beside ``tillproof.toml`` are found first.

    Raises ConfigError that says why there is none.
    """
    module, _, attribute = name.partition(":")
    if not module or not attribute:
        raise ConfigError(f"{_PLACE} = {name!r}: write it as module:Class")
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    try:
        found = getattr(importlib.import_module(module), attribute)
    except Exception as error:  # noqa: BLE001  (whatever the user's module raises)
        raise ConfigError(f"{_PLACE} = {name!r}: {type(error).__name__}: {error}") from None
    if isinstance(found, type) and (_has(found, "sale") or wants_world(found)):
        return found
    raise ConfigError(f"{_PLACE} = {name!r}: that is no class with a method sale")


def wants_world(kind: type) -> bool:
    """Whether it is one that is given a world, and runs in virtual time (docs/explore.md)."""
    return _has(kind, "start") and _has(kind, "call") and not _has(kind, "sale")


def _has(kind: type, method: str) -> bool:
    return callable(getattr(kind, method, None))


class PythonDriver:
    """Calls the object's methods, named as the contract's, with its parameters as keywords."""

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self._worker: _Worker | None = None

    async def start(self, launch: Launch, life: Life) -> None:
        """Make the object, in its thread; what it raises is told when ``hello`` is called."""
        launch.stderr.touch()
        self._launch, self._life = launch, life
        self._worker = _Worker(self._kind, launch)

    @property
    def alive(self) -> bool:
        """Whether there is an object."""
        return self._worker is not None

    def call(self, method: str, params: Params) -> asyncio.Future[Reply]:
        """Put the call into the thread's queue; the future is its answer, or that none came."""
        worker, loop = self._worker, asyncio.get_running_loop()
        future: asyncio.Future[Reply] = loop.create_future()
        if worker is None:
            return future
        worker.put(method, params, future, loop)
        late = unknown(f"no answer within {self._launch.reply_within_s:g} s")
        timer = loop.call_later(self._launch.patience_s, settle, future, late)
        future.add_done_callback(lambda _: timer.cancel())
        return future

    def why_not(self, effect: Effect) -> str:
        """A class can be killed where it says how."""
        name = self._kind.__name__
        if isinstance(effect, effects.Freeze | effects.Thaw):
            return f"the class {name} runs in tillproof's own process: it cannot be frozen"
        kills = isinstance(effect, effects.OF_PROCESS) and not hasattr(self._kind, "kill")
        return f"the class {name} has no method kill" if kills else ""

    def signal(self, number: signal.Signals) -> None:
        """Nothing to signal to."""
        del number

    def kill(self) -> None:
        """Its method ``kill`` is called at once, and it is asked nothing more."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            asyncio.get_running_loop().call_soon(self._life.ended, KILLED, "")

    async def end(self, patience_s: float) -> None:
        """Its method ``close`` is called, if it has one; after so long it is left alone."""
        worker, self._worker = self._worker, None
        if worker is not None:
            future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
            worker.close(future, asyncio.get_running_loop())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(future, max(patience_s, 0.1))
            self._life.ended(0, "")


class _Worker:
    """One object and its thread."""

    def __init__(self, kind: type, launch: Launch) -> None:
        self._kind, self._launch = kind, launch
        self._object: object | None = None
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._loop: asyncio.AbstractEventLoop
        threading.Thread(target=self._run, name=kind.__name__, daemon=True).start()

    def put(
        self,
        method: str,
        params: Params,
        future: asyncio.Future[Reply],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        """A call of the contract."""
        self._loop = loop
        self._jobs.put((method, lambda: self._called(method, params), future))

    def close(self, future: asyncio.Future[Reply], loop: asyncio.AbstractEventLoop) -> None:
        """The last one: ``close``, where there is that."""
        self._loop = loop
        self._jobs.put(("close", lambda: self._told("close"), future))
        self._jobs.put(None)

    def kill(self) -> None:
        """As when the power goes. What it raises is in the log."""
        self._jobs.put(None)
        if self._object is not None:
            self._answered("kill", lambda: self._told("kill"))

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            name, function, future = job
            reply = self._answered(name, function)
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                self._loop.call_soon_threadsafe(settle, future, reply)

    def _answered(self, name: str, function: Callable[[], object]) -> Reply:
        try:
            result = function()
        except NotImplementedError as error:
            return Reply("not_applicable", {}, str(error) or f"{self._kind.__name__} lacks {name}")
        except BaseException as error:  # noqa: BLE001  (whatever the user's class raises)
            self._log(traceback.format_exc())
            where = self._launch.stderr.name
            return Reply("error", {}, f"{name} raised {type(error).__name__}: {error}; see {where}")
        if not isinstance(result, Mapping):
            return unknown(f"{name} returned {str(result)[:60]!r}, which is no mapping")
        try:
            told = json.loads(json.dumps(dict(result)))
        except (TypeError, ValueError) as error:
            return unknown(f"{name} returned what JSON cannot say: {error}")
        return Reply("ok", {key: value for key, value in told.items() if value is not None})

    def _told(self, what: str) -> object:
        """``close`` or ``kill``, of an object that was made and has that."""
        method = getattr(self._object, what, None)
        return {} if method is None else method() or {}

    def _made(self) -> object:
        if self._object is None:
            self._object = self._kind(dict(self._launch.env))
        return self._object

    def _called(self, method: str, params: Params) -> object:
        one = self._made()
        found = getattr(one, method, None)
        if found is None and method == "hello":
            return self._hello(one)
        if found is None:
            raise NotImplementedError(f"{self._kind.__name__} has no method {method}")
        result = found(**params)
        return {} if result is None and method in ("acknowledge", "shutdown") else result

    def _hello(self, one: object) -> dict[str, Json]:
        """What a class without ``hello`` can do: what it has methods for."""
        can: list[Json] = ["sale.card", *(name for name in METHODS if hasattr(one, name))]
        listed = getattr(one, "capabilities", can)
        return {"name": self._kind.__name__, "contract": 1, "capabilities": [*listed]}

    def _log(self, text: str) -> None:
        with contextlib.suppress(OSError), self._launch.stderr.open("a", encoding="utf-8") as log:
            log.write(text)
