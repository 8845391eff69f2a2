"""What ``tillproof acquirer`` was asked for: from the words of a command line to an order."""

from dataclasses import dataclass, field
from pathlib import Path

from emulators.acquirer.settings import HostSettings
from harness.serve.addresses import Address, parse_address
from harness.serve.settings import host_settings


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
    api: str | None
    api_token: str | None


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


def order_of(words: Words) -> AcquirerOrder:
    """The order. Raises UsageError for what cannot be meant."""
    return AcquirerOrder(
        parse_address(words.listen),
        words.dialect,
        words.books,
        host_settings(words.terminals, words.currency, words.late_batch, words.script),
        _address(words.backup_listen, "--backup-listen"),
        _address(words.api, "--api"),
        words.api_token or "",
    )


def _address(text: str | None, option: str) -> Address | None:
    return None if text is None else parse_address(text, option)
