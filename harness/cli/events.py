"""``tillproof events``."""

import json
from dataclasses import fields

import click

from emulators.events import ENVELOPE, Payload, payloads
from harness.cli.options import format_option
from harness.vocabulary import load_vocabulary


@click.command("events")
@format_option
def command(output: str) -> None:
    """List the events that a History is made of, with the fields of each kind."""
    load_vocabulary()
    rows = {kind: _row(cls) for kind, cls in payloads().items()}
    if output == "json":
        click.echo(json.dumps({"envelope": ENVELOPE, "kinds": rows}, indent=2))
        return
    click.echo(f"every event: {', '.join(ENVELOPE)}\n")
    for kind, row in rows.items():
        click.echo(f"{kind:22} {row['what']}\n{'':22}   {row['fields']}")


def _row(cls: type[Payload]) -> dict[str, str]:
    what = (cls.__doc__ or "").strip().split("\n", 1)[0]
    return {"what": what, "fields": ", ".join(f.name for f in fields(cls))}
