"""``tillproof run``."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from harness.bdd.worker_fork import get_ready
from harness.cli.complete import complete_names
from harness.cli.options import (
    LANGUAGES,
    config_option,
    format_option,
    jobs_option,
    one_by_one,
    results_option,
)

NOTHING_LEFT = (
    "no scenario is left by --only and --skip: tags stand in the features, "
    "'tillproof faults' and 'tillproof checks' list the other names"
)
F = TypeVar("F", bound=Callable[..., Any])


def _names(name: str, told: str) -> Callable[[F], F]:
    return click.option(
        name,
        multiple=True,
        metavar="TAG|FAULT|CHECK",
        callback=one_by_one,
        shell_complete=complete_names,
        help=told,
    )


@click.command("run")
@click.argument("features", nargs=-1, metavar="[FEATURE]...")
@config_option
@results_option
@format_option
@jobs_option(2)
@click.option("--shard", "share", metavar="I/N", default="1/1", help="Only the I-th of N shares.")
@_names("--only", "Only these.")
@_names("--skip", "None of these.")
@click.option("--seed", type=int, help="Of everything that is drawn; shown with each run.")
@click.option("--fail-fast", is_flag=True, help="Stop after the first scenario that fails.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Known violations, which do not fail the run: verdict.json of an earlier one.",
)
@click.option(
    "--allure",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write results for the Allure report there, too.",
)
@click.option("--name", default="run", help="What the run's folder is called.")
@click.option("--matrix", is_flag=True, help="Defect by check: a POS that lists its defects.")
@click.option("--exhaustive", is_flag=True, help="With --matrix: every scenario for each defect.")
@click.option(
    "--page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --matrix: write it as a page of Markdown, too.",
)
@click.option(
    "--lang",
    type=LANGUAGES,
    help="Of output and report [default: the features' own].",
)
def command(
    output: str,
    *,
    allure: Path | None,
    matrix: bool,
    exhaustive: bool,
    page: Path | None,
    **asked: object,
) -> int:
    """Run scenarios against the POS and judge what is left behind.

    FEATURE is a feature file, a folder of them or FILE:LINE; "shipped" is the folder of those that
    come with tillproof. Without any: ./features when there is such a folder, else the shipped ones.
    Without a configuration: the reference POS.

    With --matrix each defect that the POS lists (--list-defects) runs until a check that names its
    harm fails; --only and --skip then take defects. Status 0: all are caught.
    """
    get_ready()
    if matrix:
        return _matrix(output, page, asked, exhaustive=exhaustive)
    if exhaustive or page:
        raise click.UsageError("--exhaustive and --page go with --matrix")
    from harness.cli.talk import Talk  # noqa: PLC0415  (what is heavy, only when it is used)
    from harness.reports.allure.write import write_allure  # noqa: PLC0415
    from harness.reports.github import tell_github  # noqa: PLC0415
    from harness.runs import Request, run  # noqa: PLC0415

    for number in (signal.SIGTERM, signal.SIGHUP):  # as Ctrl-C: stop, and tell what there is
        signal.signal(number, signal.default_int_handler)
    if allure is not None:
        allure.mkdir(parents=True, exist_ok=True)  # what cannot be written is told before the run
    asked["lang"] = asked["lang"] or ""
    talk = Talk(quiet=output == "json", lang=str(asked["lang"]))
    finished = run(Request(**asked), talk.scenario, talk.begin)  # type: ignore[arg-type]  # click has the types
    if output == "json":
        verdict = json.loads(Path(finished.folder.verdict).read_text(encoding="utf-8"))
        click.echo(json.dumps(verdict, ensure_ascii=False, indent=2))
    else:
        talk.summary(finished.summary, finished.folder)
    if not finished.summary.scenarios and (asked["only"] or asked["skip"]):
        click.echo(NOTHING_LEFT, err=True)
    if allure is not None:
        write_allure(finished.summary, allure, os.environ)
    for line in tell_github(finished.summary, os.environ):
        click.echo(line, err=True)
    return finished.exit_status


def _matrix(output: str, page: Path | None, asked: dict[str, object], *, exhaustive: bool) -> int:
    from harness.matrix import Row, as_json, as_page, as_text, matrix  # noqa: PLC0415
    from harness.runs import FAILED, PASSED, Request  # noqa: PLC0415

    def tell(row: Row) -> None:
        found = ", ".join(row.caught_by) or "NOT CAUGHT"
        click.echo(f"  {row.defect.name}: {found} ({row.duration_s:.1f} s)", err=True)

    found = matrix(Request(**asked), tell, exhaustive=exhaustive)  # type: ignore[arg-type]
    if page is not None:
        page.write_text(as_page(found), encoding="utf-8")
    text = json.dumps(as_json(found), ensure_ascii=False, indent=2)
    click.echo(text if output == "json" else as_text(found))
    return PASSED if len(found.caught) == len(found.rows) else FAILED
