"""The card script: which test card, or which amount, is declined and how.

The built-in one is ``cards.toml`` beside this file; everything that it does not name is approved.
"""

import re
import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from emulators.errors import UsageError

# What a host says of a message, a batch or a key: no card brings it about.
NOT_OF_A_CARD = ("25", "30", "58", "68", "77", "90", "94", "95", "99", "A0")
NO_LIMIT_MINOR = 10**12  # DE 4 holds 12 digits
BALANCE_MINOR = 1_000_000  # of a card whose balance no rule tells


@dataclass(frozen=True, slots=True)
class CardRule:
    """One line of the script. ``pin`` is compared when a request has one; '' takes every one."""

    first: str
    last: str
    answer: str
    from_minor: int = 0
    to_minor: int = NO_LIMIT_MINOR
    pin: str = ""
    balance_minor: int = BALANCE_MINOR

    @property
    def head(self) -> str:
        """What every card number of the range begins with."""
        pairs = enumerate(zip(self.first, self.last, strict=True))
        return self.first[: next((n for n, (a, b) in pairs if a != b), len(self.first))]

    def fits(self, digits: int, amount_minor: int) -> bool:
        """Whether a card number of the range has as many digits, and the amount is in bounds."""
        return digits == len(self.first) and self.from_minor <= amount_minor <= self.to_minor


@dataclass(frozen=True, slots=True)
class CardScript:
    """The rules in order; the first that fits decides."""

    rules: tuple[CardRule, ...] = ()
    _heads: tuple[str, ...] = field(init=False, repr=False, compare=False)  # cards in no rule: most

    def __post_init__(self) -> None:
        object.__setattr__(self, "_heads", tuple(rule.head for rule in self.rules))

    def answer(self, pan: str, amount_minor: int, pin: str = "") -> str:
        """The response code: 00 when no rule fits, 55 when the rule has another PIN."""
        rule = self._rule(pan, amount_minor)
        if rule is None:
            return "00"
        return "55" if pin and rule.pin not in ("", pin) else rule.answer

    def balance_minor(self, pan: str) -> int:
        """What the card has, in minor units."""
        rule = self._rule(pan, 0)
        return BALANCE_MINOR if rule is None else rule.balance_minor

    def _rule(self, pan: str, amount_minor: int) -> CardRule | None:
        if not pan.startswith(self._heads):
            return None
        for rule in self.rules:
            if rule.first <= pan <= rule.last and rule.fits(len(pan), amount_minor):
                return rule
        return None

    @staticmethod
    @cache
    def built_in() -> "CardScript":
        """The script that comes with the host."""
        file = resources.files(__package__).joinpath("cards.toml")
        return parse(file.read_text(encoding="utf-8"), "cards.toml")

    @staticmethod
    def load(path: Path) -> "CardScript":
        """Read a script. Raises UsageError when it cannot be read or is not one."""
        try:
            return parse(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"card script {path} cannot be read: {error}") from None


def parse(text: str, name: str) -> CardScript:
    """The script in ``text``. Raises UsageError that names the rule and what is wrong with it."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"card script {name} is not TOML: {error}") from None
    unknown = set(table) - {"rule"}
    if unknown or not isinstance(table.get("rule", []), list):
        raise UsageError(f"card script {name}: it holds [[rule]] tables and nothing else")
    rules = enumerate(table.get("rule", []), start=1)
    return CardScript(tuple(_rule(item, f"card script {name}, rule {n}") for n, item in rules))


def _rule(item: Any, where: str) -> CardRule:
    known = {f.name for f in fields(CardRule)}
    if not isinstance(item, dict) or set(item) - known:
        raise UsageError(f"{where}: its keys are {', '.join(sorted(known))}")
    for key, value in item.items():
        wanted = int if key.endswith("_minor") else str
        if type(value) is not wanted:
            raise UsageError(f"{where}: {key} must be {'a number' if wanted is int else 'a text'}")
    first: str = item.get("first", "")
    last: str = item.get("last", first)
    if not (first.isdecimal() and last.isdecimal() and len(first) == len(last) and first <= last):
        raise UsageError(f"{where}: first and last are card numbers of one length, in order")
    answer = item.get("answer", "")
    if re.fullmatch("[0-9A-Z]{2}", answer) is None or answer in NOT_OF_A_CARD:
        raise UsageError(
            f"{where}: answer is a response code of two digits or capitals, such as 51, and none "
            f"of {', '.join(NOT_OF_A_CARD)}, which say nothing of a card"
        )
    return CardRule(**{**item, "last": last})
