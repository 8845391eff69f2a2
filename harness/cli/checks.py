"""``tillproof checks``."""

import json

import click

from harness.cli.options import format_option, lang_option


@click.command("checks")
@format_option
@lang_option("Language of the texts.")
def command(output: str, lang: str) -> None:
    """List the checks: name, when it holds, what its verdict comes from."""
    from harness.checks.check import checks  # noqa: PLC0415  (heavy; not for --help)

    rows = [
        {
            "name": one.name,
            "holds_when": one.zh if lang == "zh" else one.title,
            "comes_from": one.comes_from,
        }
        for one in checks().values()
    ]
    if output == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['name']:28} {row['holds_when']}  ({row['comes_from']})")
