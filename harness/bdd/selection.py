"""Which scenarios a run consists of: found, filtered by tags, and cut into shards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from behave.configuration import Configuration
from behave.exception import ConfigError as BehaveConfigError
from behave.model import Scenario
from behave.runner_util import (
    FileNotFoundError as NoFeatureError,
)
from behave.runner_util import (
    InvalidFileLocationError,
    collect_feature_locations,
    parse_features,
)
from behave.tag_expression.parser import TagExpressionError

from emulators.errors import UsageError
from harness.bdd.causes import arming
from harness.bdd.feature_text import told_in_a_sentence
from harness.bdd.runner import default_features
from harness.paths import data_dir

SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One scenario to run. ``location`` is ``file:line``; ``number`` counts from 1 in the run."""

    location: str
    name: str
    feature: str
    number: int
    tags: tuple[str, ...] = ()
    language: str = "en"


def select(
    paths: Sequence[str], only: Sequence[str] = (), skip: Sequence[str] = ()
) -> tuple[Chosen, ...]:
    """The scenarios of the features named (or the default ones) that are wanted.

    ``shipped`` and ``shipped/payment`` are the features that come with the package. ``only``
    and ``skip`` take tags, and faults by full name or by the first part of one: a scenario has a
    fault when one of its steps arms it, as far as the step is a shipped one. Raises UsageError
    for a path that is not there and a feature that cannot be read.
    """
    paths = [_shipped(path) for path in paths]
    for path in paths:
        _demand_path(path)
    try:
        lets_through = _sieve(only, skip)
        named = [_lasting(path) for path in paths]
        locations = collect_feature_locations(named or [default_features()])
        with told_in_a_sentence():
            features = parse_features(locations, language=None)
    except (NoFeatureError, InvalidFileLocationError, BehaveConfigError) as error:
        raise UsageError(f"{error}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"a feature file is not UTF-8: {error}") from None
    chosen = [
        scenario
        for feature in features
        for scenario in feature.walk_scenarios()
        if lets_through(scenario)
    ]
    return tuple(
        Chosen(
            f"{one.location.filename}:{one.location.line}",
            one.name,
            one.feature.name,
            number,
            tuple(str(tag) for tag in one.effective_tags),
            one.feature.language or "en",
        )
        for number, one in enumerate(chosen, start=1)
    )


def _shipped(path: str) -> str:
    first, slash, rest = path.partition("/")
    if first != SHIPPED or Path(SHIPPED).exists():
        return path
    return f"{data_dir('features')}{slash}{rest}"


def _lasting(path: str) -> str:
    """A path that leads over a link, as it leads now: ``runs/latest`` is soon another folder."""
    plain = _without_line(path)
    there = Path(plain).resolve()
    if plain.startswith("@") or there == Path(plain).absolute():
        return path
    return f"{there}{path.removeprefix(plain)}"


def _without_line(path: str) -> str:
    name, _, line = path.rpartition(":")
    return name if name and line.isdigit() else path


def _demand_path(path: str) -> None:
    plain = _without_line(path)
    if not Path(plain.removeprefix("@")).exists():
        raise UsageError(f"{plain}: no such feature file or folder")


def _sieve(only: Sequence[str], skip: Sequence[str]) -> Callable[[Scenario], bool]:
    """Whether a scenario has any of ``only`` and none of ``skip``; tags may be expressions."""
    wanted = [f"--tags={' or '.join(_tag(word) for word in only)}"] if only else []
    of_these = _tagged("--only", only, wanted)
    none_of = _tagged("--skip", skip, [f"--tags=not {_tag(word)}" for word in skip])
    has_wanted, has_skipped = arming(only), arming(skip)

    def lets_through(scenario: Scenario) -> bool:
        wanted = scenario.should_run(of_these) or has_wanted(scenario)
        return bool(wanted and scenario.should_run(none_of) and not has_skipped(scenario))

    return lets_through


def _tagged(option: str, words: Sequence[str], tags: list[str]) -> Configuration:
    try:
        return Configuration(tags, load_config=False)
    except TagExpressionError:
        said = " ".join(repr(word) for word in words)
        like = "a tag, a fault, a check, or an expression such as 'paper and not slow'"
        raise UsageError(f"{option} {said}: write {like}") from None


def _tag(word: str) -> str:
    """A tag; an expression stands by itself among its like."""
    return f"({word})" if " " in word.strip() else f"@{word.lstrip('@')}"


def shard(chosen: Sequence[Chosen], index: int, count: int) -> tuple[Chosen, ...]:
    """Shard ``index`` (from 1) of ``count``: every count-th scenario."""
    return tuple(one for one in chosen if (one.number - 1) % count == index - 1)
