"""Options that several verbs share."""

import math
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

MOST_JOBS = 64


class _Languages(click.Choice[str]):
    """A language by its short name; that of a feature's header is taken as well."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert("zh" if value.lower() == "zh-cn" else value, param, ctx)


LANGUAGES = _Languages(["en", "zh"])


class Number(click.FloatRange):
    """A number that is one: float takes nan, which lies in every range, and inf."""

    def convert(
        self, value: float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it, or fail."""
        number = float(super().convert(value, param, ctx))
        return number if math.isfinite(number) else self.fail(f"{value} is no number", param, ctx)


class Duration(Number):
    """A time in seconds, in which something can be done."""

    def __init__(self) -> None:
        super().__init__(0)

    def convert(
        self, value: float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it, or fail."""
        seconds = super().convert(value, param, ctx)
        return seconds or self.fail("in no time nothing can be tried: give it more", param, ctx)


class Jobs(click.IntRange):
    """How many benches at a time. ``a_core``: what ``auto`` comes to; a bench waits mostly."""

    def __init__(self, a_core: int) -> None:
        super().__init__(1, MOST_JOBS)
        self._a_core = a_core

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it, or fail."""
        if str(value).lower() == "auto":
            return min(MOST_JOBS, self._a_core * cores())
        if str(value).lstrip("-").isdigit():
            return int(super().convert(value, param, ctx))
        return self.fail(f"{value!r} is neither a number nor 'auto'", param, ctx)


def cores() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def jobs_option(a_core: int) -> Callable[[F], F]:
    """``-j``."""
    told = f"Benches at a time, or 'auto': {a_core} a core."
    return click.option("-j", "--jobs", type=Jobs(a_core), metavar="N", default=1, help=told)


def one_by_one(_: click.Context, __: click.Parameter, given: Sequence[str]) -> tuple[str, ...]:
    """Names of an option that may be given again and again, or with commas between them."""
    return tuple(word.strip() for text in given for word in text.split(",") if word.strip())


def lang_option(of: str) -> Callable[[F], F]:
    """``--lang``, English unless another is asked for."""
    return click.option("--lang", type=LANGUAGES, default="en", help=of)


format_option = click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the result is written to standard output.",
)
config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="The configuration; otherwise the nearest tillproof.toml upwards, or the reference POS.",
)
results_option = click.option(
    "--results-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("runs"),
    show_default=True,
    help="Where run folders are made.",
)
