"""A business date in each form that messages and rows have it in, made once a day."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class BusinessDay:
    """One business date.

    ``iso`` is ``date`` as rows have it, ``month`` as cards have their expiry (YYMM), ``of_year``
    the last digit of the year and the day of the year, with which a retrieval reference begins.
    """

    date: date
    iso: str
    month: str
    of_year: str


@lru_cache(maxsize=4)
def business_day(iso: str) -> BusinessDay:
    """The business date ``iso`` (ISO 8601)."""
    day = date.fromisoformat(iso)
    return BusinessDay(day, iso, f"{day:%y%m}", f"{day.year % 10}{day:%j}")
