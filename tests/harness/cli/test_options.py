"""Options that several verbs share: what they take, and what they say to the rest."""

import click
import pytest
from click.testing import CliRunner

from harness.cli.options import cores, jobs_option


@click.command()
@jobs_option(3)
def verb(jobs: int) -> None:
    click.echo(f"{jobs} at a time")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "1 at a time"),
        (["-j", "4"], "4 at a time"),
        (["--jobs", "auto"], f"{min(64, 3 * cores())} at a time"),
        (["-j", "0"], "not in the range 1<=x<=64"),
        (["-j", "-1"], "not in the range 1<=x<=64"),
        (["-j", "all"], "'all' is neither a number nor 'auto'"),
    ],
)
def test_jobs_are_a_number_or_what_the_machine_is_good_for(given: list[str], said: str) -> None:
    assert said in CliRunner().invoke(verb, given).output
