"""Options that several verbs share."""

from pathlib import Path

import click

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
