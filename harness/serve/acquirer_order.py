"""What ``tillproof acquirer`` was asked for: from the words of a command line to an order."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from emulators.acquirer.security.master import TEST_MASTER_KEY
from emulators.acquirer.settings import HostSettings
from emulators.errors import UsageError
from harness.serve.addresses import Address, parse_address
from harness.serve.settings import host_settings

MASTER_KEY_DIGITS = 32  # double length DES


@dataclass(frozen=True, slots=True)
class Words:
    """The options as they were written."""

    listen: str
    backup_listen: str | None
    dialect: str
    books: Path | None
    script: Path | None
    late_batch: str
    currency: str
    terminals: tuple[str, ...]
    merchants: tuple[str, ...]
    api: str | None
    api_token: str | None
    master_key: str | None


@dataclass(frozen=True, slots=True)
class AcquirerOrder:
    """Which host, and where. ``books`` None: a file that is gone afterwards."""

    listen: Address
    dialect: str = "iso87-ascii"
    books: Path | None = None
    settings: HostSettings = field(default_factory=HostSettings)
    backup: Address | None = None
    api: Address | None = None
    api_token: str = ""
    master_key: bytes = TEST_MASTER_KEY


def order_of(words: Words) -> AcquirerOrder:
    """The order. Raises UsageError for what cannot be meant."""
    return AcquirerOrder(
        parse_address(words.listen),
        words.dialect,
        words.books,
        host_settings(
            words.terminals, words.currency, words.late_batch, words.script, words.merchants
        ),
        _address(words.backup_listen, "--backup-listen"),
        _address(words.api, "--api"),
        words.api_token or "",
        _master_key(words.master_key),
    )


def _master_key(text: str | None) -> bytes:
    if not text:
        return TEST_MASTER_KEY
    if re.fullmatch(f"[0-9A-Fa-f]{{{MASTER_KEY_DIGITS}}}", text) is None:
        raise UsageError(f"--master-key: write {MASTER_KEY_DIGITS} hexadecimal digits")
    return bytes.fromhex(text)


def _address(text: str | None, option: str) -> Address | None:
    return None if text is None else parse_address(text, option)
