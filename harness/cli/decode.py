"""``tillproof acquirer decode``."""

import re
import sys
from pathlib import Path

import click

from emulators.errors import UsageError

BROKEN = 3
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}\s*)+")


@click.command("decode")
@click.argument("source", metavar="FILE|HEX|-")
@click.option(
    "--dialect", metavar="NAME", help="The wire format.  [default: guessed by shape, and said]"
)
def decode(*, source: str, dialect: str | None) -> None:
    r"""Print messages element by element with names, card numbers masked.

    FILE holds one message or several, with or without the length before each, as octets or as
    hexadecimal digits; '-' is standard input. A broken message is printed up to where it breaks,
    with the reason, and the exit status is then 3.

    \b
      tillproof acquirer decode message.bin
      tillproof acquirer decode --dialect unionpay 6000030000603100310808000020000000c000...
    """
    from emulators.acquirer.inspector import inspect  # noqa: PLC0415  (heavy: when it is used)

    told = inspect(_octets(source), dialect)
    click.echo(told.text)
    if told.broken:
        click.get_current_context().exit(BROKEN)


def _octets(source: str) -> bytes:
    """What ``source`` stands for. Raises UsageError when it is neither a file nor digits."""
    if source != "-" and not (source and _is_there(Path(source))):
        if source and not _HEX.fullmatch(source.encode("ascii", "replace")):
            raise UsageError(
                f"{source[:80]}: no such file, and no hexadecimal digits, two of which are an octet"
            )
        return bytes.fromhex(source)
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {error.strerror}") from None
    return bytes.fromhex(data.decode()) if _HEX.fullmatch(data) else data


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # too long for a name: it is a message
        return False
