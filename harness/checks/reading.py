"""What a slip says: the values behind the labels of the contract."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from emulators.money import decimals
from harness.checks.patterns import Patterns

_KEPT = 512
MASKED = re.compile(r"(?<![\w*])(?:\d{6}[*xX]{3,9}|[*xX]{4,13})\d{4}(?!\w|[.,]\d)")
_ENDS = re.compile(r"(\d{0,6})\D+(\d{0,4})")  # what may be shown of a card number


@dataclass(frozen=True, slots=True)
class Total:
    """A count and an amount in minor units, as a settlement slip has them."""

    count: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Every value that stands on a slip, in the order of the lines; empty where none is readable.

    The properties give the last one: what stands above it on the same paper is a piece of
    something else. Amounts are in minor units, ``traces`` and ``batches`` padded to six digits;
    ``copies`` are ``customer``, ``merchant`` or ``bank``; ``cards`` masked numbers. ``notice``: it
    says that nothing was paid, or not yet. ``report``: it is a list of transactions. ``sale``: it
    says that it is the slip of a sale. ``marks_below``: so many last lines are duplicate marks.
    """

    totals_minor: tuple[int, ...] = ()
    traces: tuple[str, ...] = ()
    rrns: tuple[str, ...] = ()
    auths: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    debits: tuple[Total, ...] = ()
    credits: tuple[Total, ...] = ()
    declined: bool = False
    notice: bool = False
    report: bool = False
    settlement: bool = False
    waste: bool = False
    duplicate: bool = False
    sale: bool = False
    marks_below: int = 0

    @property
    def total_minor(self) -> int | None:
        """The total in minor units."""
        return self.totals_minor[-1] if self.totals_minor else None

    @property
    def trace(self) -> str:
        """The trace number, or ''."""
        return self.traces[-1] if self.traces else ""

    @property
    def rrn(self) -> str:
        """The retrieval reference, or ''."""
        return self.rrns[-1] if self.rrns else ""

    @property
    def auth(self) -> str:
        """The authorisation code, or ''."""
        return self.auths[-1] if self.auths else ""

    @property
    def batch(self) -> str:
        """The batch number, or ''."""
        return self.batches[-1] if self.batches else ""

    @property
    def copy_of(self) -> str:
        """Whose copy it is; the customer's, when it does not say."""
        return self.copies[-1] if self.copies else "customer"

    @property
    def references(self) -> bool:
        """Whether it names a transaction of the host."""
        return bool(self.traces or self.rrns or self.auths)


def plain(text: str) -> str:
    """A line in NFKC form, runs of blanks made one: what patterns are compared with."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def read(lines: Iterable[str], patterns: Patterns, currency: int) -> Reading:
    """Read the legible lines of a slip. Never raises, whatever stands there."""
    return _read(tuple(lines), patterns, currency)


@lru_cache(_KEPT)
def _read(lines: tuple[str, ...], patterns: Patterns, currency: int) -> Reading:
    """The same slip comes up again and again: with each check, and in each run of a campaign."""
    texts = [plain(line) for line in lines]
    totals = _amounts(patterns.total, texts, currency)
    return Reading(
        totals_minor=totals or _amounts(patterns.amount, texts, currency),
        traces=tuple(value.zfill(6) for value in _values(patterns.trace, texts)),
        rrns=tuple(_values(patterns.rrn, texts)),
        auths=tuple(_values(patterns.auth, texts)),
        batches=tuple(value.zfill(6) for value in _values(patterns.batch, texts)),
        copies=tuple(_whose(value) for value in _values(patterns.copy_of, texts)),
        cards=tuple(one[0] for text in texts for one in MASKED.finditer(text)),
        debits=_sums(patterns.debits, texts, currency),
        credits=_sums(patterns.credits, texts, currency),
        declined=_says(patterns.declined, texts),
        notice=_says(patterns.notice, texts),
        report=_says(patterns.report, texts),
        settlement=_says(patterns.settlement, texts),
        waste=_says(patterns.waste, texts),
        duplicate=_says(patterns.duplicate, texts),
        sale=_says(patterns.sale, texts),
        marks_below=_below(patterns.duplicate, texts),
    )


def other_card(number: str, masked: str) -> bool:
    """Whether what is shown of two masked card numbers says that they are not the same."""
    one, two = _ENDS.fullmatch(number), _ENDS.fullmatch(masked)
    if one is None or two is None:
        return False
    first = min(len(one[1]), len(two[1]))
    last = min(len(one[2]), len(two[2]))
    ends = one[2][len(one[2]) - last :], two[2][len(two[2]) - last :]
    return one[1][:first] != two[1][:first] or ends[0] != ends[1]


def minor_units(text: str, currency: int) -> int | None:
    """``1,234.50`` as 123450; None when it is no amount of ``currency``."""
    digits = "".join(c for c in text if c in "0123456789")
    if not digits:
        return None
    places = decimals(currency)
    tail = re.search(r"[.,](\d+)$", text.strip())
    if places and (tail is None or len(tail[1]) != places):
        return None
    return -int(digits) if text.lstrip().startswith("-") else int(digits)


def _says(pattern: re.Pattern[str], texts: list[str]) -> bool:
    return bool(pattern.pattern) and any(pattern.search(text) for text in texts)


def _below(pattern: re.Pattern[str], texts: list[str]) -> int:
    """How many of the last lines say it, one after the other."""
    marks = takewhile(lambda text: _says(pattern, [text]), reversed(texts))
    return sum(1 for _ in marks)


def _matches(pattern: re.Pattern[str], texts: list[str]) -> Iterator[re.Match[str]]:
    for text in texts:
        if pattern.pattern and (match := pattern.search(text)) is not None:
            yield match


def _value(match: re.Match[str]) -> str:
    if match.lastgroup in _OWNERS:
        return match.lastgroup
    named = match.groupdict()
    if "value" in named:
        return named["value"] or ""
    groups = match.groups()
    return (groups[0] if groups else match[0]) or ""


def _values(pattern: re.Pattern[str], texts: list[str]) -> list[str]:
    """The values after a label on its line; where there is none, on the line below it."""
    own = [value for match in _matches(pattern, texts) if (value := _value(match))]
    return own or [
        value
        for label, below in pairwise(texts)
        if pattern.pattern and (match := pattern.search(f"{label} {below}")) is not None
        if match.start() < len(label) < match.start() + len(match[0]) and (value := _value(match))
    ]


def _amounts(pattern: re.Pattern[str], texts: list[str], currency: int) -> tuple[int, ...]:
    read_ones = (minor_units(value, currency) for value in _values(pattern, texts))
    return tuple(abs(amount) for amount in read_ones if amount is not None)


def _sums(pattern: re.Pattern[str], texts: list[str], currency: int) -> tuple[Total, ...]:
    found = []
    for match in _matches(pattern, texts):
        count = match.groupdict().get("count") or "0"
        amount = minor_units(_value(match), currency)
        if amount is not None and count.isdecimal():
            found.append(Total(int(count), abs(amount)))
    return tuple(found)


def _whose(copy: str) -> str:
    for whose, words in _HOLDERS.items():
        if re.search(words, copy, re.IGNORECASE):
            return whose
    return "customer"


# Groups that say whose copy it is where no word on it does: (?P<merchant>FOR OUR FILES).
_OWNERS = ("customer", "merchant", "bank")
_HOLDERS = {"merchant": "MERCHANT|STORE|商户|商家", "bank": "BANK|ACQUIRER|银行|收单"}
