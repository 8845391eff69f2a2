"""``tillproof check``."""

import json
from pathlib import Path

import click

from harness.cli.options import format_option, lang_option


@click.command("check")
@click.argument("run", type=click.Path(path_type=Path, exists=True))
@format_option
@lang_option("Of what is told.")
def command(run: Path, output: str, lang: str) -> int:
    """Judge a stored run again: RUN is a run's folder, or one scenario's folder in it."""
    from harness.cli.progress import Progress  # noqa: PLC0415
    from harness.cli.spoken import words_of  # noqa: PLC0415
    from harness.cli.talk import Talk  # noqa: PLC0415  (what is heavy, only when it is used)
    from harness.stored import judge_again  # noqa: PLC0415

    progress = Progress("scenarios")
    stored = judge_again(run, progress.show)
    progress.close()
    if output == "json":
        click.echo(json.dumps(stored.verdicts(), ensure_ascii=False, indent=2))
    else:
        talk = Talk(lang=lang)
        for one in stored.scenarios:
            talk.scenario(one)
        click.echo(f"{run}: {words_of(lang).verdicts[stored.verdict]}")
    return stored.exit_status
