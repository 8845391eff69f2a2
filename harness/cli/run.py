"""``tillproof run``."""

import json
from pathlib import Path

import click

from harness.cli.options import config_option, format_option, results_option


@click.command("run")
@click.argument("features", nargs=-1, metavar="[FEATURE]...")
@config_option
@results_option
@format_option
@click.option("-j", "--jobs", type=click.IntRange(1, 64), default=1, help="Benches at a time.")
@click.option("--shard", "share", metavar="I/N", default="1/1", help="Only the I-th of N shares.")
@click.option("--only", multiple=True, metavar="TAG|CHECK", help="Only these tags or checks.")
@click.option("--skip", multiple=True, metavar="TAG|CHECK", help="None of these tags or checks.")
@click.option("--seed", type=int, help="Of everything that is drawn; shown with each run.")
@click.option("--fail-fast", is_flag=True, help="Stop after the first scenario that fails.")
@click.option("--name", default="run", help="What the run's folder is called.")
@click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", help="The report's language."
)
def command(output: str, **asked: object) -> int:
    """Run scenarios against the POS and judge what is left behind.

    FEATURE is a feature file, a folder of them or FILE:LINE. Without any: ./features when there is
    such a folder, else the shipped scenarios. Without a configuration: the reference POS.
    """
    from harness.cli.talk import Talk  # noqa: PLC0415  (what is heavy, only when it is used)
    from harness.runs import Request, run  # noqa: PLC0415

    talk = Talk(quiet=output == "json")
    finished = run(Request(**asked), talk.scenario)  # type: ignore[arg-type]  # click has the types
    if output == "json":
        verdict = json.loads(Path(finished.folder.verdict).read_text(encoding="utf-8"))
        click.echo(json.dumps(verdict, ensure_ascii=False, indent=2))
    else:
        talk.summary(finished.summary, finished.folder)
    return finished.exit_status
