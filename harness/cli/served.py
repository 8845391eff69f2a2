"""Options that the devices served by themselves have in common."""

from pathlib import Path

import click

from harness.cli.complete import complete_faults

fault_option = click.option(
    "--fault",
    "faults",
    multiple=True,
    shell_complete=complete_faults,
    metavar="NAME[:param=value,…][@trigger]",
    help="Arm a fault; may be given several times. 'tillproof faults' lists them.",
)
history_option = click.option(
    "--results-dir",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Keep the History in a new folder of DIR.  [default: it is not kept]",
)
