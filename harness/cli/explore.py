"""``tillproof explore``."""

from pathlib import Path

import click
from click.core import ParameterSource

from emulators.errors import UsageError
from harness.cli.options import (
    LANGUAGES,
    Duration,
    Number,
    config_option,
    format_option,
    jobs_option,
    one_by_one,
    results_option,
)


@click.command("explore")
@click.option("--workload", default="six-operations", help="A shipped one's name, or a file.")
@config_option
@results_option
@format_option
@jobs_option(3)
@click.option(
    "--only", multiple=True, metavar="FAULT|CHECK", callback=one_by_one, help="Only these."
)
@click.option(
    "--skip", multiple=True, metavar="FAULT|CHECK", callback=one_by_one, help="None of these."
)
@click.option(
    "--depth",
    type=click.IntRange(1, 2),
    default=1,
    help="2: also a second fault at whatever a first one brings about.",
)
@click.option(
    "--then",
    multiple=True,
    metavar="FAULT",
    callback=one_by_one,
    help="Second faults [default: pos.kill].",
)
@click.option(
    "--random",
    "draws",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="N schedules drawn by the seed instead of every fault at every point.",
)
@click.option("--seed", type=int, default=0, help="Of the order and of everything drawn.")
@click.option("--every-byte", "every_point", is_flag=True, help="Fold nothing.")
@click.option(
    "--mends",
    type=click.Choice(["end", "next"]),
    default="end",
    show_default=True,
    help="At the end, or before the next operation.",
)
@click.option(
    "--rate",
    type=Number(1, 100),
    default=5.0,
    show_default=True,
    help="How many times as fast the POS's time passes.",
)
@click.option("--cold", is_flag=True, help="Start the POS afresh each time; never fork it.")
@click.option(
    "--virtual",
    is_flag=True,
    help="The POS is a Python class: no process, no socket, and time that jumps.",
)
@click.option("--all-dots", is_flag=True, help="With --virtual: draw every slip of every run.")
@click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    help="On a Ray cluster: ray://host:10001, or 'local' to start one here.",
)
@click.option("--shard", "share", metavar="I/N", default="1/1", help="Only the I-th of N shares.")
@click.option("--list", "only_list", is_flag=True, help="Show the plan and run none of it.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first failure.")
@click.option("--time-limit", "time_limit_s", type=Duration(), metavar="SECONDS")
@click.option("--max-runs", type=click.IntRange(1), metavar="N")
@click.option(
    "--no-shrink",
    "shrink",
    is_flag=True,
    flag_value=False,
    default=True,
    help="Leave failing schedules as they were found.",
)
@click.option(
    "--lang",
    "--language",
    "language",
    type=LANGUAGES,
    default="en",
    help="Of the features and the report.",
)
@click.option(
    "--resume",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="RUN",
    help="Go on with a campaign that was stopped.",
)
@click.option(
    "--merge",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="RUN",
    help="One report of the shards in these folders.",
)
@click.option(
    "--defect",
    "defects",
    multiple=True,
    metavar="NAME",
    help="A POS that lists its defects: how soon this one is found.",
)
@click.option(
    "--page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --defect: write it as a page of Markdown, too.",
)
@click.option("--name", default="explore", help="What the run's folder is called.")
def command(
    output: str,
    only_list: bool,  # noqa: FBT001
    resume: Path | None,
    merge: tuple[Path, ...],
    defects: tuple[str, ...],
    page: Path | None,
    **asked: object,
) -> int:
    """Try every fault at every moment of a workload, and find the smallest that fails."""
    from harness.cli.explored import Explored  # noqa: PLC0415  (what is heavy, only when used)
    from harness.explore.request import Request  # noqa: PLC0415

    given = _given()
    if "then" in given and asked["depth"] == 1 and resume is None:
        raise UsageError("--then says which fault comes second: it needs --depth 2")
    if page is not None and not defects:
        raise UsageError("--page is of --defect, which is not there")
    language = "zh-CN" if asked["language"] == "zh" else "en"  # as in a feature's header
    asked["language"] = language
    told = Explored(as_json=output == "json", language=language)
    request = Request(**asked)  # type: ignore[arg-type]  # click has the types
    if defects:
        return told.defects(defects, request, page)
    if merge:
        return told.merge(merge, request)
    if resume is not None:
        return told.resume(resume, request, given)
    return told.run(request, only_list=only_list)


def _given() -> dict[str, str]:
    """What was said on the command line: by their names, how these options are written."""
    context = click.get_current_context()
    said = {str(one.name): one.opts[0] for one in context.command.params}
    source = context.get_parameter_source
    return {
        name: word for name, word in said.items() if source(name) is ParameterSource.COMMANDLINE
    }
