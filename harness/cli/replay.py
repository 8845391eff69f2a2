"""``tillproof replay``."""

import json
from pathlib import Path

import click

from harness.cli.options import (
    Number,
    config_option,
    format_option,
    jobs_option,
    lang_option,
    results_option,
)

_EVIDENCE = {"en": "evidence: {}", "zh": "证据：{}"}


@click.command("replay")
@click.argument("schedule", type=click.Path(path_type=Path, exists=True))
@click.option("--times", type=click.IntRange(1), default=1, help="How many times.")
@jobs_option(2)
@click.option(
    "--rate",
    type=Number(1, 100),
    default=1.0,
    show_default=True,
    help="How many times as fast the POS's time passes.",
)
@click.option("--virtual", is_flag=True, help="The POS is a Python class, and time jumps.")
@config_option
@results_option
@format_option
@lang_option("Of what is told.")
def command(schedule: Path, output: str, lang: str, **asked: object) -> int:
    """Run a schedule again: SCHEDULE is a schedule.json, the folder of one, or a .feature."""
    from harness.explore.replaying import Asked, replay_file  # noqa: PLC0415  (heavy)

    again, folder = replay_file(schedule, Asked(**asked))  # type: ignore[arg-type]  # click's types
    if output == "json":
        click.echo(json.dumps(again.values(), ensure_ascii=False, indent=2))
    else:
        for line in again.lines(lang):
            click.echo(line)
        click.echo(_EVIDENCE[lang].format(folder))
    return {"pass": 0, "fail": 1}.get(again.verdict, 2)
