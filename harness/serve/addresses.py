"""Where a device is to listen: what was written, and whether others than this machine reach it."""

import ipaddress
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from emulators.errors import UsageError
from emulators.links.uart import PARITIES, LineSettings

_FORM = re.compile(r"(?:\[(?P<six>[^\]]+)\]|(?P<host>[^:\s]+)):(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Address:
    """A TCP address; port 0 is any free one."""

    host: str
    port: int


def parse_address(text: str, option: str = "--listen") -> Address:
    """Read ``HOST:PORT`` or ``[IPv6]:PORT``. Raises UsageError for anything else."""
    match = _FORM.fullmatch(text)
    if match is None or int(match["port"]) > 65535:
        raise UsageError(
            f"{option} {text}: write HOST:PORT, such as 127.0.0.1:9100; port 0 is any free one"
        )
    return Address(match["six"] or match["host"], int(match["port"]))


def parse_serial(text: str) -> tuple[Address, LineSettings]:
    """Read ``HOST:PORT`` or ``HOST:PORT?baudrate=9600&parity=even``. Raises UsageError."""
    where, _, query = text.partition("?")
    values = dict(parse_qsl(query, keep_blank_values=True))
    baud, parity = values.pop("baudrate", "38400"), values.pop("parity", "none")
    if values or not baud.isdecimal() or not int(baud) or parity not in PARITIES:
        raise UsageError(
            f"--rfc2217 {text}: after the address comes ?baudrate=9600&parity=even; parity is one "
            f"of {', '.join(PARITIES)}"
        )
    return parse_address(where, "--rfc2217"), LineSettings(int(baud), parity=parity)


def is_wide(host: str) -> bool:
    """Whether an address that was bound (a number) is reached from other machines."""
    return not ipaddress.ip_address(host).is_loopback


def check_pty_path(path: Path) -> None:
    """Raise UsageError when no link to a serial line can be made there.

    A link that points to nothing is what a killed process left behind: it is taken over.
    """
    if path.exists():
        raise UsageError(f"{path} is there already: choose another path, or remove it")
    make_folder(path.absolute().parent)


def make_folder(path: Path) -> None:
    """Make a folder that is not there. Raises UsageError when it cannot be written."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be made: {error.strerror}") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise UsageError(f"{path} cannot be written: choose another folder")
