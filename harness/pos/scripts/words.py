"""What a call brings, as the words that may stand in braces in a script."""

import re
from collections.abc import Mapping
from decimal import Decimal

from harness.pos.protocol import Params

WORDS = (
    "reference", "amount", "amount_minor", "currency", "tender", "pan", "expiry", "original",
)  # fmt: skip
_BRACES = re.compile(r"\{(\w+)\}")


def words_of(params: Params, places: int) -> dict[str, str]:
    """The words of a call; '' for what it does not bring. ``places``: decimals of the currency."""
    amount, card = params.get("amount"), params.get("card")
    minor = amount if isinstance(amount, int) else None
    given = {name: params.get(name) for name in ("reference", "currency", "tender", "original")}
    card = card if isinstance(card, dict) else {}
    return {
        **{name: "" if value is None else str(value) for name, value in given.items()},
        "amount": "" if minor is None else f"{Decimal(minor).scaleb(-places):f}",
        "amount_minor": "" if minor is None else str(minor),
        "pan": str(card.get("pan") or ""),
        "expiry": str(card.get("expiry") or ""),
    }


def filled(text: str, words: Mapping[str, str]) -> str:
    """``text`` with each ``{word}`` filled in."""
    return _BRACES.sub(lambda found: words.get(found[1], found[0]), text)


def unknown_words(text: str, more: tuple[str, ...] = ()) -> str:
    """A sentence on a word in braces that no call brings; '' when all are known."""
    known = (*WORDS, *more)
    for name in _BRACES.findall(text):
        if name not in known:
            return f"{{{name}}} is not known; there is {', '.join(known)}"
    return ""
