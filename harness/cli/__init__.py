"""The command line: one verb a file, imported only when it is used.

Exit status: 0 every check held, 1 the POS failed, 2 unknown, 3 wrong use or configuration, 4 the
harness itself failed (docs/runs.md).
"""

import errno
import importlib
import os
import sys
import traceback
from collections.abc import Sequence

import click

from emulators.errors import TillproofError
from harness import version
from harness.cli.examples import EXIT_STATUS, examples
from harness.cli.unread import let_readers_go

FAILED, UNKNOWN, WRONG_USE, BROKEN = 1, 2, 3, 4

# Verb → (module, one line for --help). The modules are heavy; --help must not import them.
VERBS = {
    "init": "Put a starter configuration and features into a folder.",
    "run": "Run scenarios against the POS and judge what is left behind.",
    "explore": "Try every fault at every moment of a workload.",
    "replay": "Run one schedule again, several times if wanted.",
    "doctor": "Say what is right and wrong with this set-up.",
    "check": "Judge a stored run again.",
    "diff": "Say where two runs part.",
    "explain": "Tell one failure of a run as a story.",
    "lab": "Put real printers to the test: probe, learn, fidelity, run, places.",
    "console": "Work the bench in a browser, or through its HTTP API.",
    "printer": "Serve the virtual printer by itself.",
    "acquirer": "Serve the mock acquirer host by itself.",
    "render": "Turn captured ESC/POS bytes into a picture or text.",
    "faults": "List the faults.",
    "checks": "List the checks.",
    "events": "List the events that a History is made of.",
    "steps": "List the phrases that scenarios are made of.",
    "completion": "Print what makes a shell complete verbs and options.",
}


class Verbs(click.Group):
    """Finds each verb's command in the module of the same name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which one meets them."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the verb's module; None when there is no such verb."""
        del ctx
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"harness.cli.{cmd_name}")
        command: click.Command = module.command
        return _dressed(command, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of verbs, without importing any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest verb when there is none of that name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(f"{error.message}{_near(args[0])}", ctx) from None


def _dressed(command: click.Command, verb: str) -> click.Command:
    """With its examples; a lone backslash-b in a raw docstring keeps the lines of its paragraph."""
    command.epilog = examples(verb)
    for one in (command, *getattr(command, "commands", {}).values()):
        one.help = (one.help or "").replace("\\b\n", "\b\n")
    return command


def _near(word: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  (only on a mistake)

    near = get_close_matches(word, VERBS, 1)
    return f" Did you mean {near[0]!r}?" if near else f" There is {', '.join(VERBS)}."


@click.group(
    cls=Verbs, epilog=EXIT_STATUS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(version(), prog_name="tillproof")
def tillproof() -> None:
    """Prove that a till recovers.

    Put a POS on a bench with a virtual receipt printer and a mock acquirer host, break things at
    exact moments, and check what customer, merchant and bank are left with: money against paper.
    """


def _surroundings(error: OSError) -> int:
    """What the machine refuses: a folder that cannot be written is wrong use, a full disk not."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
    if error.filename is None and not full:
        return _defect()
    where = f"{error.filename}: " if error.filename else ""
    click.echo(f"tillproof: {where}{error.strerror}", err=True)
    return BROKEN if full else WRONG_USE


def _defect() -> int:
    traceback.print_exc()
    click.echo("tillproof: this is a defect of tillproof itself, not of the POS", err=True)
    return BROKEN


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit with the contract's status."""
    let_readers_go()
    try:
        status = tillproof.main(
            args=args,
            prog_name="tillproof",
            standalone_mode=False,
            color=False if os.environ.get("NO_COLOR") else None,
        )
    except click.ClickException as error:
        click.echo(f"tillproof: {error.format_message()}", err=True)
        status = WRONG_USE
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        status = UNKNOWN
    except TillproofError as error:
        click.echo(f"tillproof: {error}", err=True)
        status = WRONG_USE
    except OSError as error:
        status = _surroundings(error)
    except Exception:  # noqa: BLE001  (the last resort: say that it is our fault)
        status = _defect()
    sys.exit(status if isinstance(status, int) else 0)
