"""``tillproof console``."""

from pathlib import Path

import click

from harness.cli.options import config_option, results_option


@click.command("console")
@click.option(
    "--listen", metavar="HOST:PORT", default="127.0.0.1:8400", show_default=True,
    help="Port 0 is any free one.",
)  # fmt: skip
@click.option("--token", default="", help="Wanted from whoever calls, when others reach HOST.")
@click.option("--headless", is_flag=True, help="The HTTP API alone, without the page.")
@config_option
@results_option
def command(
    listen: str, token: str, headless: bool, config: Path | None, results_dir: Path  # noqa: FBT001
) -> None:  # fmt: skip
    """Work the bench in a browser: printer, books, timeline, faults, operator.

    The same is an HTTP API for programs in any language: GET /openapi.json describes it.
    """
    from harness.console.serve import Order, serve  # noqa: PLC0415  (only when it is used)
    from harness.serve.addresses import parse_address  # noqa: PLC0415

    order = Order(parse_address(listen), token, config, results_dir, headless)
    serve(order, click.echo)
