"""The local executor: N slots, a worker process each, warm between trials.

A worker that dies takes one trial with it, which is *unknown* with the worker's last words; the
slot gets a new worker. So does one that says nothing for longer than any trial may take.

A worker has its next trial in its standard input while it is at one, so that it never waits. It
answers each before it begins the next: what an earlier worker had not begun its successor is given.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from queue import Empty, Queue
from select import select

from harness.explore.executor import Done, Task
from harness.explore.schedule import schedule_values
from harness.explore.trial import Finding
from harness.explore.worker import FINDING, JOB, SETUP, Job, Setup
from harness.loop import take

WORKER = (sys.executable, "-m", "harness.explore.worker")
STOP_PATIENCE_S = 10.0
ABORT_PATIENCE_S = 2.0
_LAST_WORDS_BYTES = 8000  # a deep stack fits
_STACK = re.compile(r"Current thread .*\n((?:  File .*(?:\n|$))+)")
_FRAME = re.compile(r'File "(.*)", line (\d+) in (.*)')
_FRAMES = 3
_AHEAD = 2  # the trial that a worker is at, and the next one
_READ_BYTES = 1 << 16


class Worker:
    """One worker process."""

    def __init__(self, setup: Setup, command: tuple[str, ...] = WORKER) -> None:
        self.log = tempfile.TemporaryFile()  # noqa: SIM115  (it lives as long as the worker)
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            start_new_session=True,  # Ctrl-C is for the explorer: it lets its workers finish
        )
        self._heard = b""
        self.lost = False  # it was given up, with the trial that it was at
        self._say(SETUP.dump_json(setup))

    def run(self, task: Task, limit_s: float) -> Finding:
        """One trial; whatever goes wrong with the worker is an unknown."""
        self.give(task)
        return self.take(limit_s)

    def give(self, task: Task) -> None:
        """A trial to do after those that it was given before."""
        keep = "all" if task.keep_all else "fail"
        schedule = schedule_values(task.schedule)
        job = Job(schedule, task.folder, keep, task.rate, task.once, task.counts_flushes)
        self._say(JOB.dump_json(job))

    def take(self, limit_s: float) -> Finding:
        """What the oldest of its trials came to; unknown, whatever goes wrong with the worker."""
        until_s = time.monotonic() + limit_s
        assert self.process.stdout is not None  # noqa: S101  (it is a pipe)
        answers = self.process.stdout.fileno()
        while b"\n" not in self._heard:
            if not select([answers], [], [], max(0.0, until_s - time.monotonic()))[0]:
                return self._stuck(limit_s)
            more = os.read(answers, _READ_BYTES)
            if not more:
                return self._lost("it died")
            self._heard += more
        line, self._heard = self._heard.split(b"\n", 1)
        return FINDING.validate_json(line)

    @property
    def alive(self) -> bool:
        """Whether it can take another trial."""
        return self.process.poll() is None

    def _say(self, line: bytes) -> None:
        """One that has gone hears nothing; that shows when its answer is waited for."""
        stdin = self.process.stdin
        assert stdin is not None  # noqa: S101  (it is a pipe)
        with contextlib.suppress(OSError):
            stdin.write(line + b"\n")
            stdin.flush()

    def _stuck(self, limit_s: float) -> Finding:
        """A worker that is aborted says where it stood (faulthandler)."""
        self.process.send_signal(signal.SIGABRT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(ABORT_PATIENCE_S)
        why = f"nothing was heard of the trial for {limit_s:g} s"
        found = _STACK.search(self._last_words())
        if found is None:
            return self._lost(why)
        self.lost = True
        self.process.kill()
        frames = _FRAME.findall(found[1])[:_FRAMES]
        stood = ", called from ".join(f"{file}:{line} ({name})" for file, line, name in frames)
        return Finding("unknown", why=f"{why}: it stood at {stood}")

    def _lost(self, why: str) -> Finding:
        self.lost = True
        self.process.kill()
        status = self.process.wait()
        words = self._last_words()
        return Finding("unknown", why=f"{why}; the worker ended with {status}: {words}")

    def _last_words(self) -> str:
        size = self.log.seek(0, 2)
        self.log.seek(max(0, size - _LAST_WORDS_BYTES))
        return self.log.read().decode("utf-8", "replace").strip()

    def stop(self) -> None:
        """Let it take its bench down, then make sure that it has ended."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.communicate(timeout=STOP_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


class LocalExecutor:
    """N workers on this machine. ``limit_s``: how long a trial may take before it is given up."""

    def __init__(
        self, setup: Setup, jobs: int, limit_s: float = 120.0, command: tuple[str, ...] = WORKER
    ) -> None:
        self._setup, self._jobs, self._limit_s, self._command = setup, jobs, limit_s, command
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._done: Queue[Done | BaseException | None] = Queue(maxsize=2 * jobs)
        self._workers: dict[int, Worker] = {}

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Give each task back when it is through."""
        feed = iter(tasks)
        self._stop.clear()
        self._done = Queue(maxsize=2 * self._jobs)  # of an early end something may be left in it
        threads = [
            threading.Thread(target=self._serve, args=(slot, feed), daemon=True)
            for slot in range(self._jobs)
        ]
        for thread in threads:
            thread.start()
        running = len(threads)
        try:
            while running:
                item = take(self._done)
                if item is None:
                    running -= 1
                elif isinstance(item, Done):
                    yield item
                else:
                    raise item
        finally:
            self._stop.set()
            if running:
                self._interrupt()
            self._drain(threads)
            if running:
                self._end_workers()  # what they were given they must not answer to whoever is next

    def _interrupt(self) -> None:
        """Nobody waits for what is under way: the benches go down now."""
        for worker in self._workers.values():
            worker.process.terminate()

    def _drain(self, threads: list[threading.Thread]) -> None:
        for thread in threads:
            while thread.is_alive():
                try:
                    self._done.get(timeout=0.05)
                except Empty:
                    thread.join(0)

    def _serve(self, slot: int, feed: Iterator[Task]) -> None:
        given: deque[Task] = deque()
        try:
            while not self._stop.is_set():
                worker = self._worker(slot, given)
                self._fill(worker, given, feed)
                if not given:
                    break
                done = Done(given[0], worker.take(self._limit_s))
                given.popleft()
                if not self._stop.is_set():
                    self._done.put(done)
        except BaseException as error:  # noqa: BLE001  (it belongs to whoever waits for results)
            self._done.put(error)
        finally:
            self._done.put(None)

    def _fill(self, worker: Worker, given: deque[Task], feed: Iterator[Task]) -> None:
        while len(given) < _AHEAD:
            with self._lock:
                task = next(feed, None)
            if task is None:
                return
            worker.give(task)
            given.append(task)

    def _worker(self, slot: int, given: Collection[Task]) -> Worker:
        """The slot's; a new one in the place of one that was lost is ``given`` what is left.

        One that has died with trials in hand is still asked for the oldest: that one had begun.
        """
        held = self._workers.get(slot)
        if held is None or held.lost or not (given or held.alive):
            if held is not None:
                held.stop()
            held = self._workers[slot] = Worker(self._setup, self._command)
            for task in given:
                held.give(task)
        return held

    def close(self) -> None:
        """Stop the workers; nothing is left behind."""
        self._stop.set()
        self._end_workers()

    def _end_workers(self) -> None:
        for worker in self._workers.values():
            worker.stop()
        self._workers.clear()


__all__ = ["LocalExecutor", "Worker"]
