"""``tillproof completion``."""

import click

VARIABLE = "_TILLPROOF_COMPLETE"  # click asks a program by it what could come next


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print what makes SHELL complete verbs, options and their values."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415

    from harness.cli import tillproof  # noqa: PLC0415

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101  (click has all three)
    click.echo(kind(tillproof, {}, "tillproof", VARIABLE).source())
