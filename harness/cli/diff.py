"""``tillproof diff``."""

from pathlib import Path

import click

from harness.cli.options import format_option


@click.command("diff")
@click.argument("first", type=click.Path(path_type=Path, exists=True))
@click.argument("second", type=click.Path(path_type=Path, exists=True))
@format_option
def command(first: Path, second: Path, output: str) -> int:
    """Say where two runs part: each a folder that holds a History. Status 1 when they do.

    Times, ports and process ids are left out, repeated polls are folded: two runs of one schedule
    with a deterministic POS are the same.
    """
    import json  # noqa: PLC0415  (what is heavy, only when it is used)

    from harness.canonical import difference  # noqa: PLC0415
    from harness.stored import stored_events  # noqa: PLC0415

    parts = difference(stored_events(first), stored_events(second))
    if output == "json":
        click.echo(json.dumps({"same": parts is None, "parts": parts}, ensure_ascii=False))
    else:
        click.echo(parts or "the same")
    return 0 if parts is None else 1
