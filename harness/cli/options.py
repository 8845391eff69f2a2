"""Options that several verbs share."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


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
