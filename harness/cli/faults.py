"""``tillproof faults``."""

import json
from dataclasses import fields
from typing import TYPE_CHECKING

import click

from harness.cli.options import format_option, lang_option

if TYPE_CHECKING:
    from emulators.faults.fault import Fault


@click.command("faults")
@format_option
@lang_option("Language of the texts.")
def command(output: str, lang: str) -> None:
    """List the faults: name, what happens, parameters, where it comes from in the field."""
    from emulators.faults.fault import catalogue  # noqa: PLC0415  (heavy; not for --help)
    from harness.faults import add_harness_faults  # noqa: PLC0415

    add_harness_faults()
    rows = [_row(cls, lang) for cls in catalogue().values()]
    if output == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['name']:32} {row['title']}")
        if row["parameters"]:
            click.echo(f"{'':32}   {row['parameters']}")


def _row(cls: "type[Fault]", lang: str) -> dict[str, str]:
    parameters = ", ".join(f"{f.name}={f.default}" for f in fields(cls))
    return {
        "name": cls.name,
        "title": cls.zh if lang == "zh" else cls.title(),
        "parameters": parameters,
        "device": cls.target,
        "field": cls.field,
        "default_trigger": str(cls.default_trigger),
    }
