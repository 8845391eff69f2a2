"""The settings of a host as they are written on a command line."""

from pathlib import Path
from typing import get_args

from emulators.acquirer.cards import CardScript
from emulators.acquirer.settings import ANY_TERMINAL, HostSettings, LateBatch
from emulators.errors import UsageError

TERMINAL_CHARACTERS = 8  # DE 41
MERCHANT_CHARACTERS = 15  # DE 42, whose blanks at the end say nothing


def host_settings(
    terminals: tuple[str, ...],
    currency: str,
    late_batch: str,
    script: Path | None = None,
    merchants: tuple[str, ...] = (),
) -> HostSettings:
    """The settings that were written. No terminal or merchant: every one is known.

    Raises UsageError.
    """
    for terminal in terminals:
        if len(terminal) != TERMINAL_CHARACTERS or not terminal.isascii():
            raise UsageError(f"--terminal {terminal}: write {TERMINAL_CHARACTERS} characters")
    for merchant in merchants:
        if not 0 < len(merchant.rstrip()) <= MERCHANT_CHARACTERS or not merchant.isascii():
            raise UsageError(f"--merchant {merchant}: write up to {MERCHANT_CHARACTERS} characters")
    return HostSettings(
        terminals=terminals or (ANY_TERMINAL,),
        currency=_currency(currency),
        late_batch=_late_batch(late_batch),
        merchants=tuple(merchant.rstrip() for merchant in merchants),
        cards=CardScript.built_in() if script is None else CardScript.load(script),
    )


def _currency(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 999):
        raise UsageError(f"--currency {text}: write the number of ISO 4217, such as 156 for CNY")
    return int(text)


def _late_batch(text: str) -> LateBatch:
    known: tuple[LateBatch, ...] = get_args(LateBatch)
    for word in known:
        if text == word:
            return word
    raise UsageError(f"--late-batch {text}: one of {', '.join(known)}")
