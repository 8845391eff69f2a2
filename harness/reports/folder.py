"""The folder that a run leaves: where each file of it stands.

While it runs, each scenario has a folder of its own under ``scenarios/``, because a History is of
one bench only. At the top stands what holds for all: ``verdict.json``, ``report.html`` and
``junit.xml``. When there was one scenario only, its files are moved to the top at the end.
"""

import contextlib
import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

_SLUG_CHARACTERS = 60
_LATEST = "latest"
_SCENARIOS = "scenarios"


def slug(name: str) -> str:
    """``name`` as part of a file name: letters of any script and digits, joined by hyphens."""
    words = re.findall(r"[^\W_]+", name.lower())
    return "-".join(words)[:_SLUG_CHARACTERS].strip("-") or "run"


@dataclass(frozen=True, slots=True)
class ScenarioFolder:
    """The files of one scenario. Only ``path`` is made beforehand."""

    path: Path

    @property
    def history(self) -> Path:
        """A line an event."""
        return self.path / "history.jsonl"

    @property
    def blobs(self) -> Path:
        """Large bytes that the History names."""
        return self.path / "blobs"

    @property
    def receipts(self) -> Path:
        """The slips as PNG."""
        return self.path / "receipts"

    @property
    def wire(self) -> Path:
        """What the POS sent, a file a connection."""
        return self.path / "wire"

    @property
    def pos_stderr(self) -> Path:
        """What the POS wrote to its standard error."""
        return self.path / "pos.stderr.log"

    @property
    def schedule(self) -> Path:
        """The faults with their triggers: what ``tillproof replay`` takes."""
        return self.path / "schedule.json"

    @property
    def verdict(self) -> Path:
        """The verdict on this scenario."""
        return self.path / "verdict.json"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of a run."""

    path: Path

    def scenario(self, number: int, name: str) -> ScenarioFolder:
        """Make the folder of a scenario; ``number`` counts from 1 in the order of the features."""
        path = self.path / _SCENARIOS / f"{number:03}-{slug(name)}"
        path.mkdir(parents=True, exist_ok=True)
        return ScenarioFolder(path)

    def lift(self, only: ScenarioFolder) -> ScenarioFolder:
        """Move the files of the only scenario to the top of the run's folder.

        Raises OSError. Files of the run itself (``report.html``, …) must not be there yet.
        """
        for path in list(only.path.iterdir()):
            path.replace(self.path / path.name)
        only.path.rmdir()
        with contextlib.suppress(OSError):  # something else stands there still
            only.path.parent.rmdir()
        return ScenarioFolder(self.path)

    @property
    def verdict(self) -> Path:
        """The verdict on the whole run."""
        return self.path / "verdict.json"

    @property
    def report(self) -> Path:
        """The report for people."""
        return self.path / "report.html"

    @property
    def junit(self) -> Path:
        """The report for a CI server."""
        return self.path / "junit.xml"


def make_run_folder(results_dir: Path, name: str, now: datetime | None = None) -> RunFolder:
    """Make ``<UTC time>-<name>`` in ``results_dir`` and point ``latest`` to it.

    Processes that do so in the same second get a folder each. Raises OSError when ``results_dir``
    cannot be written.
    """
    stamp = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    path = _make_new(results_dir, f"{stamp}-{slug(name)}")
    _point_latest(results_dir / _LATEST, path.name)
    return RunFolder(path)


def _make_new(parent: Path, name: str) -> Path:
    """``mkdir`` is atomic: whoever finds the name taken tries the next."""
    parent.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        path = parent / (name if number == 1 else f"{name}-{number}")
        try:
            path.mkdir()
        except FileExistsError:
            continue
        return path
    raise AssertionError("count() ended")


def _point_latest(link: Path, target: str) -> None:
    """A comfort only: where links cannot be made, or the name is taken, there is none."""
    fresh = link.with_name(f".{_LATEST}-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        fresh.symlink_to(target, target_is_directory=True)
        fresh.replace(link)
    except OSError:
        fresh.unlink(missing_ok=True)
