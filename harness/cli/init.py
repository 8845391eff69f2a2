"""``tillproof init``."""

from pathlib import Path

import click

from harness.cli.options import lang_option


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@lang_option("Of the features.")
@click.option("--ci", type=click.Choice(["github", "gitlab"]), default="github", help="Whose CI.")
def command(folder: Path, lang: str, ci: str) -> None:
    """Put a starter configuration, adapter, features and CI file into FOLDER.

    Files that are there already are left as they are.
    """
    from harness.starter import begin  # noqa: PLC0415  (only when it is used)

    begun = begin(folder, lang, ci)
    for name in begun.written:
        click.echo(f"wrote  {folder / name}")
    for name in begun.kept:
        click.echo(f"kept   {folder / name}: it was there")
    where = "" if folder == Path() else f"cd {folder}; "
    click.echo(
        f"\nNext: fill in pos.py, or name your till in tillproof.toml; then: {where}tillproof run"
    )
