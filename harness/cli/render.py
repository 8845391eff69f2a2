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
    help="Where to write: .txt, .png, .svg, .html, .pdf or .json says how.  [default: text]",
)
@click.option("--slip", type=int, metavar="N", help="The N-th slip only.  [default: all of them]")
@click.option("--each", is_flag=True, help="A file for each slip: OUT-1.png, OUT-2.png, ...")
@click.option(
    "--profile", "model", metavar="NAME", default="TM-T88V", show_default=True, help="The model."
)
@format_option
def command(
    *, source: Path, target: Path | None, slip: int | None, each: bool, model: str, output: str
) -> None:
    r"""Turn captured ESC/POS bytes into text, a picture or a page.

    FILE holds the bytes as a POS sent them; '-' is standard input. Several slips make one tall
    picture, one below the other with a dashed line where the paper was cut; a PDF has a page for
    each. JSON counts the commands, too, and lists the bytes that are none. The middle digits of
    card numbers are stars, in pictures too; those in images and barcodes stay as they are.

    \b
      tillproof render capture.bin
      tillproof render capture.bin -o receipt.png
      nc -l 9100 | tillproof render - -o slip.pdf --each
    """
    from emulators.printer.profiles import profile  # noqa: PLC0415  (heavy: when it is used)
    from emulators.printer.render import render_stream  # noqa: PLC0415
    from harness.cli.formats import find_format, only_slip  # noqa: PLC0415

    kind = _KINDS[output] if target is None else target.suffix
    written = find_format(kind)
    if each and target is None:
        raise UsageError("--each: say with -o OUT where to write")
    drawn = kind not in _WITHOUT_PICTURES
    printed = render_stream(_read(source), profile(model), pictures=drawn)
    printed = printed if slip is None else only_slip(printed, slip)
    if target is None:
        click.echo(written(printed), nl=False)
    elif each:
        for number in range(1, len(printed.slips) + 1):
            part = target.with_stem(f"{target.stem}-{number}")
            _write(part, written(only_slip(printed, number)))
    else:
        _write(target, written(printed))


_KINDS = {"text": ".txt", "json": ".json"}
_WITHOUT_PICTURES = (".txt", ".json")


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
