"""``tillproof lab``: real printers."""

import asyncio
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from harness.cli.options import config_option, format_option
from harness.cli.run import command as run_command

DIFFERENT, SILENT = 1, 2
_PORT = "PORT is socket://HOST:9100, rfc2217://HOST:PORT, /dev/ttyUSB0 or /dev/usb/lp0."
_COORDINATOR = click.Option(
    ["--coordinator"], metavar="HOST:PORT", help="labgrid's coordinator.  [default: LG_COORDINATOR]"
)
profile_option = click.option(
    "--profile", "model", metavar="NAME", default="", help="The model; otherwise the nearest."
)


@click.group("lab")
def command() -> None:
    r"""Put real printers to the test: see docs/lab.md.

    \b
      tillproof lab probe /dev/ttyUSB0
      tillproof lab run --port socket://192.168.1.50 paper.feature
    """


def _rows(rows: Iterable[tuple[str, str]]) -> None:
    for topic, text in rows:
        click.echo(f"{topic:18} {text}")


@command.command("probe", help=f"Say what printer is at PORT. No paper is used.\n\n{_PORT}")
@click.argument("port")
@format_option
def probe_command(port: str, output: str) -> int:
    """Status 0: it answers; 2: nothing came."""
    from harness.lab.probe import probe, told  # noqa: PLC0415

    found = asyncio.run(probe(port))
    if output == "json":
        click.echo(json.dumps(asdict(found) | {"proof": found.proof}, indent=2))
    else:
        _rows([("port", found.port), *told(found)])
    if not found.answers:
        click.echo(
            f"tillproof: {port} takes bytes and answers nothing: is it on, is the rate right "
            "('?baudrate=…'), and does its cable carry both directions?",
            err=True,
        )
    return 0 if found.answers else SILENT


@command.command(
    "learn", help=f"Write a profile of the printer at PORT for the virtual one.\n\n{_PORT}"
)
@click.argument("port")
@click.option(
    "-o",
    "path",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.toml",
    help="Where the profile is written.",
)
@click.option("--feed", is_flag=True, help="Move 7 cm of paper to measure the speed.")
@profile_option
def learn_command(port: str, path: Path, model: str, *, feed: bool) -> None:
    """Ask everything, write it down."""
    from harness.lab.learn import as_profile, learn, write_profile  # noqa: PLC0415

    learnt = asyncio.run(learn(port, model or "TM-T88V", may_feed=feed))
    write_profile(learnt, path)
    click.echo(as_profile(learnt), nl=False)
    click.echo(f"{path}: name it in [printer] profile", err=True)


@command.command(
    "fidelity",
    help="Send the same to the printer at PORT and to the virtual one, and tell each difference."
    f"\n\nStatus 0: there is none; 1: there are some.\n\n{_PORT}",
)
@click.argument("port")
@click.option("--print", "may_print", is_flag=True, help="Also what moves paper (5 cm).")
@profile_option
@format_option
def fidelity_command(port: str, model: str, output: str, *, may_print: bool) -> int:
    """Compare."""
    from emulators.printer.profiles import profile  # noqa: PLC0415
    from harness.lab.fidelity import compare  # noqa: PLC0415
    from harness.lab.probe import probe  # noqa: PLC0415

    name = model or asyncio.run(probe(port)).like or "TM-T88V"
    found = asyncio.run(compare(port, profile(name), may_print=may_print))
    if output == "json":
        click.echo(json.dumps({"profile": name} | asdict(found), indent=2, ensure_ascii=False))
    else:
        for one in found.differences:
            click.echo(str(one))
        count = len(found.differences)
        click.echo(f"{found.streams} streams, {count} differences from the profile {name}")
    return DIFFERENT if found.differences else 0


def _coordinate(coordinator: str | None) -> None:
    """Every process of this run finds labgrid there."""
    if coordinator:
        os.environ["LG_COORDINATOR"] = coordinator


@command.command(
    "places",
    params=[_COORDINATOR],
    help="Say what the bench with the real printer can do; with labgrid, which places there are.",
)
@config_option
@format_option
def places_command(config: Path | None, output: str, coordinator: str | None) -> None:
    """The bench of the configuration, or the places of the lab."""
    _coordinate(coordinator)
    if "LG_COORDINATOR" in os.environ:
        _tell_places(output)
        return
    from harness.config import load_config  # noqa: PLC0415
    from harness.lab.places import abilities  # noqa: PLC0415

    found = abilities(load_config(config))
    if output == "json":
        click.echo(json.dumps(asdict(found), indent=2, ensure_ascii=False))
        return
    _rows([("printer", found.port or "virtual (no [printer] port)"), ("POS by", found.pos_link)])
    _rows((f"{one.part}.{one.verb}", one.by or "nobody") for one in found.abilities)
    click.echo(f"\ncan: {', '.join(found.can)}\n")
    _rows((name, f"not applicable: {why}") for name, why in found.cannot.items())


def _tell_places(output: str) -> None:
    from harness.lab.grid import places  # noqa: PLC0415

    found = places()
    if output == "json":
        click.echo(json.dumps([asdict(one) for one in found], indent=2))
        return
    for one in found:
        state = f"held by {one.held_by}" if one.held_by else "free"
        click.echo(f"{one.name:18} {state}; {one.port or 'no printer'}; {', '.join(one.resources)}")


@command.command(
    "run",
    params=[
        *run_command.params,
        click.Option(["--port", "ports"], multiple=True, help="The real printer, or several."),
        click.Option(
            ["--place", "places"],
            multiple=True,
            help="A place of labgrid, or several: waited for, used, and given back.",
        ),
        _COORDINATOR,
    ],
    help="Run scenarios as 'tillproof run' does, with a real printer at the end of a tap.",
)
def run_on_taps(
    ports: tuple[str, ...], places: tuple[str, ...], coordinator: str | None, **asked: object
) -> int:
    """The same verb on the lab's benches."""
    from harness.lab.grid import held  # noqa: PLC0415
    from harness.lab.running import on_taps  # noqa: PLC0415

    _coordinate(coordinator)
    with held(places) as seats, on_taps(ports, seats):
        status: int = click.get_current_context().invoke(run_command, **asked)
        return status
