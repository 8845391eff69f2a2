"""DE 48 of China UnionPay: totals in a settlement, records and counts in an upload.

Totals are 62 digits: for domestic and then for foreign cards the amount (12) and number (3) of
debits, those of credits, and a digit for the result. A record is 40 digits: card type (2), trace
number (6), card number filled with zeros on the left (20), amount (12), up to eight of them behind
their number (2). Source: a shipping terminal application.
"""

from collections.abc import Sequence

from emulators.acquirer.dialects.base import FormatError
from emulators.acquirer.requests import Answer, Record
from emulators.acquirer.totals import NOTHING, Totals
from emulators.masking import mask_card

_GROUP_DIGITS = 31
_RECORD_DIGITS = 40
_MOST_RECORDS = 8
BALANCED, DIFFERENT, FAILED = "1", "2", "3"


def groups_of(text: str) -> tuple[Totals, Totals]:
    """The totals of domestic and of foreign cards. Raises FormatError."""
    if len(text) != 2 * _GROUP_DIGITS:
        raise FormatError(f"DE 48 has {len(text)} digits of {2 * _GROUP_DIGITS}")
    return _group(text[:_GROUP_DIGITS]), _group(text[_GROUP_DIGITS:])


def _group(text: str) -> Totals:
    debits_minor, debits, credits_minor, credits_ = text[:12], text[12:15], text[15:27], text[27:30]
    return Totals(int(debits), int(debits_minor), int(credits_), int(credits_minor))


def verdict(answer: Answer) -> str:
    """The host's own totals, each group with its result: balanced, not balanced, or an error."""
    mine = answer.groups or (NOTHING, NOTHING)
    results = _results(answer, len(mine))
    return "".join(_written(item, result) for item, result in zip(mine, results, strict=True))


def _results(answer: Answer, groups: int) -> Sequence[str]:
    if answer.code == "00":
        return BALANCED * groups
    if answer.code != "95":
        return FAILED * groups
    if all(answer.agree):  # it is told so although it is not: a fault
        return DIFFERENT * groups
    return [BALANCED if agree else DIFFERENT for agree in answer.agree]


def _written(item: Totals, result: str) -> str:
    debits = f"{item.debits_minor:012d}{item.debits_count % 1000:03d}"
    return f"{debits}{item.credits_minor:012d}{item.credits_count % 1000:03d}{result}"


def records_of(text: str) -> tuple[Record, ...]:
    """The records of an upload message; what they are is in the books. Raises FormatError."""
    count, rest = int(text[:2] or 0), text[2:]
    if count > _MOST_RECORDS or len(rest) != count * _RECORD_DIGITS:
        raise FormatError(f"DE 48 says {count} records and has {len(rest)} digits of them")
    starts = range(0, len(rest), _RECORD_DIGITS)
    return tuple(_record(rest[start : start + _RECORD_DIGITS]) for start in starts)


def _record(text: str) -> Record:
    pan = _pan(text)
    return Record(text[2:8], "", int(text[28:]), card=mask_card(pan) if pan else "")


def pans_of(text: str) -> tuple[str, ...]:
    """The card numbers that stand in the records of an upload message, as far as there are any."""
    rest = text[2:]
    starts = range(0, len(rest) - _RECORD_DIGITS + 1, _RECORD_DIGITS)
    return tuple(_pan(rest[start : start + _RECORD_DIGITS]) for start in starts)


def _pan(record: str) -> str:
    return record[8:28].lstrip("0")


def count_of(text: str) -> int:
    """How many records the terminal says that it has uploaded: four digits. Raises FormatError."""
    if len(text) != 4:
        raise FormatError("DE 48 is no count of four digits")
    return int(text)
