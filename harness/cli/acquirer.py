"""``tillproof acquirer``."""

from pathlib import Path

import click

from harness.cli.served import fault_option, history_option


@click.command("acquirer")
@click.option(
    "--listen",
    metavar="HOST:PORT",
    default="127.0.0.1:8583",
    show_default=True,
    help="TCP address, port 0: any free one.",
)
@click.option(
    "--dialect", metavar="NAME", default="iso87-ascii", show_default=True, help="The wire format."
)
@click.option(
    "--books",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="SQLite file of the books; one that is there is taken up.  [default: a temporary one]",
)
@click.option(
    "--late-batch",
    metavar="accept|refuse|auto_close",
    default="accept",
    show_default=True,
    help="What becomes of a batch that an earlier day left open.",
)
@click.option(
    "--currency", metavar="N", default="156", show_default=True, help="ISO 4217 numeric code."
)
@click.option(
    "--terminal",
    "terminals",
    metavar="ID",
    multiple=True,
    help="A terminal that is known; may be given several times.  [default: every one]",
)
@fault_option
@history_option
def command(
    *,
    listen: str,
    dialect: str,
    books: Path | None,
    late_batch: str,
    currency: str,
    terminals: tuple[str, ...],
    faults: tuple[str, ...],
    results_dir: Path | None,
) -> None:
    r"""Serve the mock acquirer host by itself until SIGINT or SIGTERM.

    Standard output has the address. Standard error tells of every message, card numbers masked, of
    the books and of faults.

    The port asks nobody who they are: an address other than 127.0.0.1 lets every machine in the
    network send messages. At a terminal, type 'help' for what an operator can do.

    \b
      tillproof acquirer --listen 127.0.0.1:0 --books books.sqlite
      tillproof acquirer --fault 'host.response_lost@message(0200,response)'
    """
    from harness.serve.acquirer import AcquirerOrder, AcquirerStand  # noqa: PLC0415  (heavy)
    from harness.serve.addresses import parse_address  # noqa: PLC0415
    from harness.serve.serving import Order, serve  # noqa: PLC0415
    from harness.serve.settings import host_settings  # noqa: PLC0415

    settings = host_settings(terminals, currency, late_batch)
    order = AcquirerOrder(parse_address(listen), dialect, books, settings)
    serve(Order("acquirer", faults, results_dir), lambda ground: AcquirerStand(order, ground))
