"""``tillproof acquirer``."""

from pathlib import Path
from typing import Any

import click

from harness.cli.decode import decode
from harness.cli.served import fault_option, history_option

FILE = click.Path(path_type=Path)


@click.group("acquirer", invoke_without_command=True)
@click.option(
    "--listen",
    metavar="HOST:PORT",
    default="127.0.0.1:8583",
    show_default=True,
    help="TCP address, port 0: any free one.",
)
@click.option(
    "--backup-listen", metavar="HOST:PORT", help="The address of a second line to the same host."
)
@click.option(
    "--dialect", metavar="NAME", default="iso87-ascii", show_default=True, help="The wire format."
)
@click.option(
    "--books",
    type=FILE,
    metavar="FILE",
    help="SQLite file of the books; one that is there is taken up.  [default: a temporary one]",
)
@click.option(
    "--script",
    type=FILE,
    metavar="FILE",
    help="Which card or amount is answered with what, as TOML.  [default: a built-in one]",
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
@click.option(
    "--merchant",
    "merchants",
    metavar="ID",
    multiple=True,
    help="A merchant number that is known; may be given several times.  [default: every one; a"
    " terminal belongs to the one that it names twice in a row]",
)
@click.option(
    "--api", metavar="HOST:PORT", help="Serve the control and query API there (HTTP, JSON)."
)
@click.option(
    "--api-token",
    metavar="TOKEN",
    envvar="TILLPROOF_API_TOKEN",
    help="What a caller of the API must have; off the loopback one is drawn when none is given.",
)
@click.option(
    "--master-key",
    metavar="HEX",
    envvar="TILLPROOF_TERMINAL_MASTER_KEY",
    help="The terminal master key of a dialect with keys.  [default: a known one, for test cards]",
)
@click.option(
    "--loop",
    metavar="auto|asyncio|uvloop",
    default="auto",
    show_default=True,
    help="The event loop; auto: uvloop where it is installed.",
)
@fault_option
@history_option
def command(**options: Any) -> None:
    r"""Serve the mock acquirer host by itself until SIGINT or SIGTERM.

    Standard output has the addresses, one a line: of the host, of its second line, of the API.
    Standard error tells of messages, card numbers masked, of the books and of faults.

    The port asks nobody who they are: an address other than 127.0.0.1 lets every machine in the
    network send messages. At a terminal, type 'help' for what an operator can do.

    \b
      tillproof acquirer --listen 127.0.0.1:0 --books books.sqlite
      tillproof acquirer --fault 'host.response_lost@message(0200,response)'
      tillproof acquirer --dialect unionpay --api 127.0.0.1:8584
      tillproof acquirer decode message.bin
    """
    if click.get_current_context().invoked_subcommand is not None:
        return
    from harness.serve.acquirer import AcquirerStand  # noqa: PLC0415  (heavy: when it is used)
    from harness.serve.acquirer_order import Words, order_of  # noqa: PLC0415
    from harness.serve.serving import Order, serve  # noqa: PLC0415

    loop, faults = options.pop("loop"), options.pop("faults")
    serving = Order("acquirer", faults, options.pop("results_dir"), loop)
    order = order_of(Words(**options))
    serve(serving, lambda ground: AcquirerStand(order, ground))


command.add_command(decode)
