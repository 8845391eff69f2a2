"""``tillproof doctor``."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path

import click

from harness.cli.options import config_option, format_option, lang_option

_COLOURS = {"ok": "green", "note": "yellow", "BAD": "red"}
_WIDE = 4


@click.command("doctor")
@config_option
@format_option
@lang_option("Of the findings.")
def command(config: Path | None, output: str, lang: str) -> int:
    """Look at the machine, start the POS on a clean bench, and read the slips of a trial sale.

    Shows the patterns in force, what they found, and which faults cannot be had here and why.
    Status 0 when nothing is BAD, else 1.
    """
    from harness.cli.examined import in_language  # noqa: PLC0415
    from harness.config import load_config  # noqa: PLC0415  (what is heavy, only when it is used)
    from harness.doctor import BAD, examine  # noqa: PLC0415

    findings = []
    with tempfile.TemporaryDirectory(prefix="tillproof-doctor-") as folder:
        for one in examine(load_config(config), Path(folder)):
            findings.append(one)
            if output == "text":
                said = in_language(one, lang)
                state = click.style(f"{said.state:{_WIDE}}", fg=_COLOURS[one.state])
                colon = "：" if lang == "zh" else ": "
                click.echo(f"{state}  {said.topic}{colon}{said.text}")
    if output == "json":
        rows = [asdict(one) | {"text": in_language(one, lang).text} for one in findings]
        click.echo(json.dumps({"findings": rows}, ensure_ascii=False, indent=2))
    return int(any(one.state == BAD for one in findings))
