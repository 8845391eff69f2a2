"""What is asked of a campaign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from emulators.errors import UsageError
from harness.checks.check import checks
from harness.config import find_config


@dataclass(frozen=True, slots=True)
class Request:
    """The options of ``tillproof explore``.

    ``rate``: how many times as fast the time of the POS passes; ``mends``: ``end`` of the workload
    or before the ``next`` operation; ``share``: ``i/n``.
    """

    workload: str = "six-operations"
    config: Path | None = None
    results_dir: Path = Path("runs")
    name: str = "explore"
    jobs: int = 1
    only: Sequence[str] = ()
    skip: Sequence[str] = ()
    then: Sequence[str] = ()
    depth: int = 1
    draws: int = 0
    seed: int = 0
    every_point: bool = False
    mends: str = "end"
    rate: float = 5.0
    cold: bool = False
    virtual: bool = False
    all_dots: bool = False
    cluster: str = ""
    share: str = "1/1"
    fail_fast: bool = False
    time_limit_s: float | None = None
    max_runs: int | None = None
    shrink: bool = True
    language: str = "en"

    @property
    def config_file(self) -> str:
        """The whole path of the configuration, given or found; '' for none."""
        path = self.config or find_config(Path.cwd())
        return str(path.resolve()) if path else ""

    @property
    def shard(self) -> tuple[int, int]:
        """Its numbers. Raises UsageError for what cannot be."""
        try:
            index, count = (int(word) for word in self.share.split("/"))
        except ValueError:
            raise UsageError(f"--shard {self.share}: write it as 2/5") from None
        if not 1 <= index <= count:
            raise UsageError(f"--shard {self.share}: the first number goes from 1 to the second")
        return index, count


@dataclass(frozen=True, slots=True)
class Words:
    """``--only`` and ``--skip`` sorted out: faults, and checks that are switched off."""

    only: tuple[str, ...]
    skip: tuple[str, ...]
    disabled: dict[str, str] = field(default_factory=dict)


def sorted_out(request: Request, disabled: dict[str, str]) -> Words:
    """They take faults and checks: the checks become disabled ones."""
    known = checks()
    wanted = {word for word in request.only if word in known}
    off = {word: "left out by --skip" for word in request.skip if word in known}
    if wanted:
        off |= {name: "left out by --only" for name in known if name not in wanted}
    return Words(
        tuple(word for word in request.only if word not in known),
        tuple(word for word in request.skip if word not in known),
        {**disabled, **off},
    )


_OF_THE_PLAN = (
    "workload", "only", "skip", "then", "depth", "draws", "seed", "every_point", "mends", "rate",
    "share", "virtual", "all_dots",
)  # fmt: skip


def request_values(request: Request) -> dict[str, object]:
    """What has to stay the same when a campaign goes on."""
    plan = {name: getattr(request, name) for name in _OF_THE_PLAN}
    given = "" if request.config is None else str(request.config.resolve())
    return plan | {"config": given, "found": request.config_file}


def resumed(held: object, now: Request, given: Mapping[str, str]) -> Request:
    """The request of a stored campaign, with the jobs and limits of ``now``.

    ``given``: what was asked for in so many words, and how it is written. Raises UsageError where
    that is another plan.
    """
    if not isinstance(held, dict):
        raise UsageError("the campaign ended before it had a plan: begin it anew")
    plan = {name: held[name] for name in _OF_THE_PLAN if name in held}
    other = [
        given[name] for name in plan if name in given and _other(getattr(now, name), plan[name])
    ]
    if other:
        raise UsageError(f"--resume goes on with the plan there is, without {', '.join(other)}")
    return replace(now, **plan, config=_config(held))


def _config(held: Mapping[str, str]) -> Path | None:
    """Its own, wherever it goes on: it is one till that is tried."""
    if held.get("config"):
        return Path(held["config"])
    here = Request().config_file
    found = held.get("found", here)  # an older tillproof did not say
    if here and not found:
        raise UsageError(f"the campaign had no configuration, and {here} is one: resume elsewhere")
    return None if found == here else Path(found)


def _other(asked: object, held: object) -> bool:
    return (list(asked) if isinstance(asked, tuple) else asked) != held
