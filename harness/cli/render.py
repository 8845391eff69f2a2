"""``tillproof render``."""

import sys
from pathlib import Path

import click

from emulators.errors import UsageError
from harness.cli.options import format_option


@click.command("render")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Where to write: .txt, .png, .svg, .html or .json says how.  [default: text]",
)
@click.option("--slip", type=int, metavar="N", help="The N-th slip only.  [default: all of them]")
@click.option(
    "--profile", "model", metavar="NAME", default="TM-T88V", show_default=True, help="The model."
)
@format_option
def command(
    *, source: Path, target: Path | None, slip: int | None, model: str, output: str
) -> None:
    r"""Turn captured ESC/POS bytes into text, a picture or a page.

    FILE holds the bytes as a POS sent them; '-' is standard input. Several slips make one tall
    picture, one below the other with a dashed line where the paper was cut. JSON counts the
    commands, too, and lists the bytes that are none.

    \b
      tillproof render capture.bin
      tillproof render capture.bin -o receipt.png
    """
    from emulators.printer.profiles import profile  # noqa: PLC0415  (heavy: when it is used)
    from emulators.printer.render import render_stream  # noqa: PLC0415
    from harness.cli.formats import find_format, only_slip  # noqa: PLC0415

    kind = _KINDS[output] if target is None else target.suffix
    written = find_format(kind)
    printed = render_stream(_read(source), profile(model))
    data = written(printed if slip is None else only_slip(printed, slip))
    if target is None:
        click.echo(data, nl=False)
    else:
        _write(target, data)


_KINDS = {"text": ".txt", "json": ".json"}


def _read(source: Path) -> bytes:
    """What was captured. Raises UsageError when it cannot be read."""
    try:
        return sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes()
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {error.strerror}") from None


def _write(target: Path, data: bytes) -> None:
    try:
        target.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}") from None
