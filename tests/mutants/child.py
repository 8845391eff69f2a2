"""A process of its own for trials: the POS in it is the reference, or a mutant of it."""

import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import IO, Any

from tests.mutants.trials import Told, Trial, run_trials

# Of a trial, in CPU time: it takes a tenth of a second, or goes round for ever.
PATIENCE_S = 60.0
Lines = dict[str, set[int]]  # file below refpos/ → the lines of it that were run


@dataclass(frozen=True, slots=True)
class Heard:
    """What a child said of a trial; ``lines`` only when it was asked to look."""

    told: Told
    seconds: float
    lines: Lines


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module of the POS another source."""

    def __init__(self, module: str, source: str) -> None:
        self._module, self._source = module, source

    def find_spec(
        self, name: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Ours, when it is that module."""
        del path, target
        return importlib.util.spec_from_loader(name, self) if name == self._module else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed source."""
        exec(compile(self._source, f"<mutant of {self._module}>", "exec"), module.__dict__)  # noqa: S102


def module_of(file: str) -> str:
    """The module's name of a file below refpos/."""
    return f"refpos.{file.removesuffix('.py').replace('/', '.')}"


def heard(
    trials: Sequence[Trial], *, mutant: tuple[str, str] | None = None, looks: bool = False
) -> Iterator[Heard]:
    """Run trials in a child and give back what it says, as it says it.

    ``mutant``: file and source; ``looks``: note which lines are run. The child is killed when
    nobody wants more of it, and when a trial does not come to its end: then that is what is told.
    """
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ours)
        _be_child(theirs, trials, mutant, looks=looks)
    os.close(theirs)
    left = list(trials)
    try:
        with os.fdopen(ours, "rb") as said:
            for line in said:
                yield _heard(left.pop(0), json.loads(line))
    except GeneratorExit:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(pid, 0)
    if left:
        endless = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF
        why = "it never came to an end" if endless else f"the child died ({status})"
        yield Heard(Told(left[0], "fail" if endless else "error", (why,)), PATIENCE_S, {})


def _heard(trial: Trial, row: dict[str, Any]) -> Heard:
    lines = {file: set(numbers) for file, numbers in row["lines"].items()}
    return Heard(Told(trial, row["verdict"], tuple(row["failed"])), row["seconds"], lines)


def _be_child(
    theirs: int, trials: Sequence[Trial], mutant: tuple[str, str] | None, *, looks: bool
) -> None:
    """Never returns."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    status = 1
    try:
        if mutant is not None:
            for name in [one for one in sys.modules if one.partition(".")[0] == "refpos"]:
                del sys.modules[name]  # the parent may have the right one
            sys.meta_path.insert(0, _Changed(module_of(mutant[0]), mutant[1]))
        with os.fdopen(theirs, "wb") as out:
            _tell_all(out, trials, looks=looks)
        status = 0
    except BaseException:  # noqa: BLE001  (the child ends here, whatever it was)
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _tell_all(out: IO[bytes], trials: Sequence[Trial], *, looks: bool) -> None:
    look = _Look()
    started_s = 0.0

    def starts() -> None:
        nonlocal started_s
        started_s = time.monotonic()
        signal.setitimer(signal.ITIMER_PROF, PATIENCE_S)  # the signal ends the process
        look.lines.clear()
        if looks:
            sys.settrace(look.enter)

    def hear(told: Told) -> None:
        sys.settrace(None)
        row: dict[str, Any] = {
            "verdict": told.verdict,
            "failed": told.failed,
            "seconds": round(time.monotonic() - started_s, 3),
            "lines": {file: sorted(numbers) for file, numbers in look.lines.items()},
        }
        out.write(json.dumps(row).encode() + b"\n")
        out.flush()

    run_trials(trials, hear, starts)


Trace = Callable[[FrameType, str, Any], Any]


class _Look:
    """Which lines of the POS are run."""

    def __init__(self) -> None:
        self.lines: Lines = {}
        self._names: dict[str, str] = {}

    def enter(self, frame: FrameType, event: str, arg: object) -> Trace | None:
        """Follow a frame of the POS, and no other."""
        del event, arg
        path = frame.f_code.co_filename
        if path not in self._names:
            _, mark, rest = path.partition(f"{os.sep}refpos{os.sep}")
            self._names[path] = Path(rest).as_posix() if mark else ""
        name = self._names[path]
        if not name:
            return None
        numbers = self.lines.setdefault(name, set())
        numbers.add(frame.f_lineno)

        def line(frame: FrameType, event: str, arg: object) -> Trace:
            del event, arg
            numbers.add(frame.f_lineno)
            return line

        return line
