"""One run of scenarios in this process: its configuration, its folder, who hears of each result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from harness.config import Config
from harness.pos.warm import WarmPos
from harness.reports.folder import RunFolder
from harness.reports.summary import PosInfo, ScenarioResult


@dataclass(frozen=True, slots=True)
class Outcome:
    """A scenario's result, and the exit status that it alone would give."""

    result: ScenarioResult
    exit_status: int
    pos: PosInfo | None = None


Listener = Callable[[Outcome], None]


@dataclass(slots=True)
class Session:
    """What the hooks need to know.

    ``numbers`` gives each scenario its number in the whole run by ``file:line``, so that shards
    name their folders as one run would. ``alone``: behave itself was started, and tells the result;
    ``finish`` then writes the reports, and Allure results into a folder when one is named.
    ``warm``: what the POS is forked from, if anything.
    """

    config: Config
    folder: RunFolder
    listener: Listener
    seed: int = 0
    numbers: Mapping[str, int] = field(default_factory=dict)
    seen: int = 0
    alone: bool = False
    finish: Callable[[str], None] | None = None
    warm: WarmPos | None = None

    def number(self, location: str) -> int:
        """The number of the scenario that stands there."""
        self.seen += 1
        return self.numbers.get(location, self.seen)


_current: list[Session] = []


def begin(session: Session) -> None:
    """Make it the session of this process."""
    _current[:] = [session]


def current() -> Session:
    """The session of this process; plain behave gets one from ``tillproof.toml``."""
    if not _current:
        from harness.bdd.alone import Alone  # noqa: PLC0415  (it needs what stands here)

        begin(Alone().session)
    return _current[0]
