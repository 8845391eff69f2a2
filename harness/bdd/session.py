"""One run of scenarios: where it is configured, where it leaves its evidence, who hears of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from harness.config import Config, load_config
from harness.reports.folder import RunFolder, make_run_folder
from harness.reports.summary import ScenarioResult

Listener = Callable[[ScenarioResult], None]


@dataclass(slots=True)
class Session:
    """What the hooks need to know. ``number`` counts scenarios, for the names of their folders."""

    config: Config
    folder: RunFolder
    listener: Listener
    number: int = 0
    results: list[ScenarioResult] = field(default_factory=list)


_current: list[Session] = []


def begin(session: Session) -> None:
    """Make it the session of this process."""
    _current[:] = [session]


def current() -> Session:
    """The session of this process; plain behave gets one from ``tillproof.toml``."""
    if not _current:
        begin(Session(load_config(), make_run_folder(Path("runs"), "behave"), _unheard))
    return _current[0]


def _unheard(_: ScenarioResult) -> None:
    """Nobody listens: behave's own formatter tells."""
