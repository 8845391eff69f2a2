"""``tillproof explain``."""

from pathlib import Path

import click

from harness.cli.complete import complete_checks
from harness.cli.options import lang_option


@click.command("explain")
@click.argument("run", type=click.Path(path_type=Path, exists=True))
@click.argument("violation", default="", required=False, shell_complete=complete_checks)
@lang_option("The language.")
def command(run: Path, violation: str, lang: str) -> int:
    """Tell one failure as a story: what was done, what broke, what was booked and printed.

    RUN is a folder that holds a History; VIOLATION a check, when not the first that failed.
    """
    from harness.reports.story import story  # noqa: PLC0415  (what is heavy, only when used)

    for line in story(run, violation, lang):
        click.echo(line)
    return 0
