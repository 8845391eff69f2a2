"""``tillproof printer``."""

from pathlib import Path
from typing import Any

import click

from harness.cli.served import fault_option, history_option

DEFAULT = "127.0.0.1:9100"


def _list(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001
    """``--list-profiles`` (click calls it with the option's value)."""
    if not wanted or context.resilient_parsing:
        return
    from emulators.printer.profiles import profiles  # noqa: PLC0415

    for one in profiles():
        size = f"{one.width_dots} dots at {one.dpi} dpi, buffer {one.receive_buffer_bytes} bytes"
        click.echo(f"{one.name:18} {size:42} {one.about}")
    context.exit()


@click.command("printer")
@click.option(
    "--listen",
    metavar="HOST:PORT",
    help=f"TCP address, port 0: any free one.  [default: {DEFAULT}, without --pty and --epos]",
)
@click.option(
    "--pty", type=click.Path(path_type=Path), metavar="PATH", help="Make a serial line at PATH."
)
@click.option(
    "--epos",
    metavar="HOST:PORT",
    help="Serve ePOS-Print XML over HTTP there, as tills in browsers print.",
)
@click.option(
    "--rfc2217",
    "server",
    metavar="HOST:PORT[?baudrate=B&parity=P]",
    help="Serve a serial line over RFC 2217 there; other settings than these are garbage.",
)
@click.option(
    "--profile", "model", metavar="NAME", default="TM-T88V", show_default=True, help="The model."
)
@click.option("--real-speed", is_flag=True, help="Print as fast as the model does, not faster.")
@click.option(
    "--list-profiles",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list,
    help="List the models and end.",
)
@fault_option
@click.option(
    "--slips",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write each slip to DIR as slip-0001.png, -0002, ...; nothing is overwritten.",
)
@click.option(
    "--control",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Make a named pipe at PATH that takes what one can type: echo open cover > PATH.",
)
@history_option
def command(
    *,
    listen: str | None,
    pty: Path | None,
    epos: str | None,
    server: str | None,
    model: str,
    real_speed: bool,
    slips: Path | None,
    **about: Any,
) -> None:
    r"""Serve the virtual printer by itself until SIGINT or SIGTERM.

    Standard output has the addresses, one a line, then the text of each slip as it comes. Standard
    error tells of faults, of state and of connections. With both --listen and --pty one interface
    prints while the other waits; faults of the link then strike the network.

    The port asks nobody who they are: an address other than 127.0.0.1 lets every machine in the
    network print. At a terminal, type 'help' for what an operator can do.

    \b
      tillproof printer --listen 127.0.0.1:0
      tillproof printer --epos 127.0.0.1:8008
      tillproof printer --pty /tmp/ttyTILL --fault printer.paper_out@line(6)
    """
    from emulators.printer.profiles import profile  # noqa: PLC0415  (heavy: when it is used)
    from harness.serve.addresses import parse_address, parse_serial  # noqa: PLC0415
    from harness.serve.printer import PrinterOrder, PrinterStand  # noqa: PLC0415
    from harness.serve.serving import Order, serve  # noqa: PLC0415

    where = listen if listen or pty or epos or server else DEFAULT
    raw, web = (parse_address(text) if text else None for text in (where, epos))
    printer = profile(model).at_rated_speed() if real_speed else profile(model)
    serial = parse_serial(server) if server else None
    order = PrinterOrder(printer, raw, pty, slips, web, serial)
    serve(Order("printer", **about), lambda ground: PrinterStand(order, ground))
