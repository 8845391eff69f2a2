"""The local executor: N slots, a worker process each, warm between trials.

A worker that dies takes one trial with it, which is *unknown* with the worker's last words; the
slot gets a new worker. So does one that says nothing for longer than any trial may take.
"""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from queue import Empty, Queue
from select import select
from typing import IO

from harness.explore.executor import Done, Task
from harness.explore.schedule import schedule_values
from harness.explore.trial import Finding
from harness.explore.worker import FINDING, JOB, SETUP, Job, Setup
from harness.loop import take

WORKER = (sys.executable, "-m", "harness.explore.worker")
STOP_PATIENCE_S = 10.0
_LAST_WORDS_BYTES = 2000


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
        self._say(SETUP.dump_json(setup))

    def run(self, task: Task, limit_s: float) -> Finding:
        """One trial; whatever goes wrong with the worker is an unknown."""
        keep = "all" if task.keep_all else "fail"
        job = Job(schedule_values(task.schedule), task.folder, keep, task.rate, task.once)
        if not self._say(JOB.dump_json(job)):
            return self._lost("the worker had ended")
        stdout: IO[bytes] | None = self.process.stdout
        if stdout is None or not select([stdout], [], [], limit_s)[0]:
            self.process.kill()
            return self._lost(f"nothing was heard of the trial for {limit_s:g} s")
        line = stdout.readline()
        return FINDING.validate_json(line) if line.endswith(b"\n") else self._lost("it died")

    @property
    def alive(self) -> bool:
        """Whether it can take another trial."""
        return self.process.poll() is None

    def _say(self, line: bytes) -> bool:
        stdin = self.process.stdin
        try:
            if stdin is not None:
                stdin.write(line + b"\n")
                stdin.flush()
        except OSError:
            return False
        return stdin is not None

    def _lost(self, why: str) -> Finding:
        self.process.kill()
        status = self.process.wait()
        size = self.log.seek(0, 2)
        self.log.seek(max(0, size - _LAST_WORDS_BYTES))
        words = self.log.read().decode("utf-8", "replace").strip()
        return Finding("unknown", why=f"{why}; the worker ended with {status}: {words}")

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
        try:
            while not self._stop.is_set():
                with self._lock:
                    task = next(feed, None)
                if task is None:
                    break
                finding = self._worker(slot).run(task, self._limit_s)
                if not self._stop.is_set():
                    self._done.put(Done(task, finding))
        except BaseException as error:  # noqa: BLE001  (it belongs to whoever waits for results)
            self._done.put(error)
        finally:
            self._done.put(None)

    def _worker(self, slot: int) -> Worker:
        held = self._workers.get(slot)
        if held is None or not held.alive:
            if held is not None:
                held.stop()
            held = self._workers[slot] = Worker(self._setup, self._command)
        return held

    def close(self) -> None:
        """Stop the workers; nothing is left behind."""
        self._stop.set()
        for worker in self._workers.values():
            worker.stop()
        self._workers.clear()


__all__ = ["LocalExecutor", "Worker"]
