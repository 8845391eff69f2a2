"""The bench's own event loop in a thread of its own, and the way to it from synchronous code."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future, wait
from queue import Empty, Queue, SimpleQueue
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
CANCEL_PATIENCE_S = 5.0
# A signal that the system gives to another thread does not end a wait of this one.
LISTEN_EVERY_S = 0.25


class Loop(Protocol):
    """Where a bench runs."""

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The asyncio loop."""

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there and wait for what it returns or raises."""

    def call(self, function: Callable[[], T]) -> T:
        """Run a function there and wait for what it returns or raises."""

    def check(self) -> None:
        """Raise LoopError when something failed there that nobody waited for."""

    def close(self) -> None:
        """Cancel what still runs there, and end."""


class LoopError(Exception):
    """A callback on the loop raised: a defect of tillproof, whatever the checks find."""


def loop_error(error: BaseException) -> LoopError:
    """It in a sentence: what failed, and where."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    at = f" ({trace.tb_frame.f_code.co_filename}:{trace.tb_lineno})" if trace is not None else ""
    return LoopError(f"the bench itself broke: {type(error).__name__}: {error}{at}")


class LoopThread:
    """An asyncio loop in a daemon thread. Close it when done; nothing of it is left then."""

    def __init__(self, name: str = "bench") -> None:
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(self._failed)
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def _failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        loop.default_exception_handler(context)
        error = context.get("exception")
        if isinstance(error, Exception):
            self._error = self._error or error

    def check(self) -> None:
        """Raise LoopError when something failed there that nobody waited for."""
        if self._error is not None:
            raise loop_error(self._error) from self._error

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there and wait for what it returns or raises.

        When the wait is interrupted (Ctrl-C) the coroutine is cancelled, and has ended when this
        raises: what is taken down afterwards does not race with it.
        """
        over = threading.Event()
        future: Future[T] = Future()
        self.loop.call_soon_threadsafe(self._begin, coroutine, future, over)
        try:
            while not wait([future], LISTEN_EVERY_S).done:
                pass
            return future.result()
        except BaseException:
            future.cancel()
            over.wait(CANCEL_PATIENCE_S)
            raise

    def _begin(
        self, coroutine: Coroutine[Any, Any, T], future: "Future[T]", over: threading.Event
    ) -> None:
        task = self.loop.create_task(coroutine)

        def ended(_: asyncio.Task[T]) -> None:
            over.set()
            if not future.set_running_or_notify_cancel():
                return
            error = CancelledError() if task.cancelled() else task.exception()
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(task.result())

        task.add_done_callback(ended)
        future.add_done_callback(lambda _: self._cancelled(task, future))

    def _cancelled(self, task: asyncio.Task[T], future: "Future[T]") -> None:
        if future.cancelled() and not task.done():
            self.loop.call_soon_threadsafe(task.cancel)

    def call(self, function: Callable[[], T]) -> T:
        """Run a function there and wait for what it returns or raises."""

        async def wrapped() -> T:
            return function()

        return self.run(wrapped())

    def close(self) -> None:
        """Cancel what still runs there, stop the loop and join the thread."""
        if self.loop.is_closed():
            return
        self.run(_cancel_others())
        self.run(self.loop.shutdown_asyncgens())
        self.run(self.loop.shutdown_default_executor())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


def take(queue: "SimpleQueue[T] | Queue[T]") -> T:
    """The next of ``queue``, waited for so that a signal ends it."""
    while True:
        with contextlib.suppress(Empty):
            return queue.get(timeout=LISTEN_EVERY_S)


async def _cancel_others() -> None:
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
