"""The settings of a host as they are written on a command line."""

from pathlib import Path
from typing import get_args

from emulators.acquirer.cards import CardScript
from emulators.acquirer.settings import ANY_TERMINAL, HostSettings, LateBatch
from emulators.errors import UsageError

TERMINAL_CHARACTERS = 8  # DE 41


def host_settings(
    terminals: tuple[str, ...], currency: str, late_batch: str, script: Path | None = None
) -> HostSettings:
    """The settings that were written. No terminal: every one is known. Raises UsageError."""
    for terminal in terminals:
        if len(terminal) != TERMINAL_CHARACTERS or not terminal.isascii():
            raise UsageError(f"--terminal {terminal}: write {TERMINAL_CHARACTERS} characters")
    return HostSettings(
        terminals=terminals or (ANY_TERMINAL,),
        currency=_currency(currency),
        late_batch=_late_batch(late_batch),
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
