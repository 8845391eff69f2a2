"""Which scenarios a run consists of: found, filtered by tags, and cut into shards."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from behave.configuration import Configuration
from behave.exception import ConfigError as BehaveConfigError
from behave.parser import ParserError
from behave.runner_util import (
    FileNotFoundError as NoFeatureError,
)
from behave.runner_util import (
    InvalidFileLocationError,
    collect_feature_locations,
    parse_features,
)

from emulators.errors import UsageError
from harness.bdd.runner import default_features


@dataclass(frozen=True, slots=True)
class Chosen:
    """One scenario to run. ``location`` is ``file:line``; ``number`` counts from 1 in the run."""

    location: str
    name: str
    feature: str
    number: int
    tags: tuple[str, ...] = ()


def select(
    paths: Sequence[str], only: Sequence[str] = (), skip: Sequence[str] = ()
) -> tuple[Chosen, ...]:
    """The scenarios of the features named (or the default ones) that the tags let through.

    Raises UsageError for a path that is not there and a feature that cannot be read.
    """
    for path in paths:
        _demand_path(path)
    try:
        config = Configuration(_tags(only, skip), load_config=False)
        locations = collect_feature_locations(list(paths) or [default_features()])
        features = parse_features(locations, language=None)
    except (NoFeatureError, InvalidFileLocationError, BehaveConfigError) as error:
        raise UsageError(f"{error}") from None
    except ParserError as error:
        raise UsageError(f"not a feature: {error}".strip()) from None
    except UnicodeDecodeError as error:
        raise UsageError(f"a feature file is not UTF-8: {error}") from None
    chosen = [
        scenario
        for feature in features
        for scenario in feature.walk_scenarios()
        if scenario.should_run(config)
    ]
    return tuple(
        Chosen(
            f"{one.location.filename}:{one.location.line}",
            one.name,
            one.feature.name,
            number,
            tuple(str(tag) for tag in one.effective_tags),
        )
        for number, one in enumerate(chosen, start=1)
    )


def _demand_path(path: str) -> None:
    name, _, line = path.rpartition(":")
    plain = name if name and line.isdigit() else path
    if not Path(plain.removeprefix("@")).exists():
        raise UsageError(f"{plain}: no such feature file or folder")


def _tags(only: Sequence[str], skip: Sequence[str]) -> list[str]:
    """Behave's tag expressions: any of ``only``, none of ``skip``."""
    words = [word.lstrip("@") for word in only]
    wanted = [f"--tags={' or '.join(f'@{word}' for word in words)}"] if words else []
    return wanted + [f"--tags=not @{word.lstrip('@')}" for word in skip]


def shard(chosen: Sequence[Chosen], index: int, count: int) -> tuple[Chosen, ...]:
    """Shard ``index`` (from 1) of ``count``: every count-th scenario."""
    return tuple(one for one in chosen if (one.number - 1) % count == index - 1)
