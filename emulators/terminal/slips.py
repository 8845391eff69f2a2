"""The slips that a terminal without a printer gives to the till, line by line."""

from emulators.money import decimals
from emulators.terminal.records import Day, Payment, Totals

WIDTH = 32


def money(amount_minor: int, currency: int) -> str:
    """An amount with the decimals of its currency."""
    places = decimals(currency)
    whole, part = divmod(amount_minor, 10**places)
    return f"{whole}.{part:0{places}d}" if places else str(whole)


def of_payment(one: Payment, terminal_id: str, *, duplicate: bool) -> list[str]:
    """The customer's slip."""
    return [
        ("REFUND" if one.refund else "CARD PAYMENT").center(WIDTH).rstrip(),
        *_mark(duplicate=duplicate),
        "CUSTOMER COPY",
        f"TERMINAL {terminal_id}",
        f"CARD {one.card.masked}",
        f"TRACE: {one.trace}",
        f"RRN: {one.rrn}",
        f"AUTH: {one.auth}",
        f"BATCH: {one.batch}",
        f"RECEIPT {one.receipt:04d}",
        f"TOTAL: {money(one.amount_minor, one.currency)}",
    ]


def of_day(day: Day, currency: int, *, duplicate: bool) -> list[str]:
    """The report of a close of day."""
    totals = Totals.of(day.booked)
    return [
        "SETTLEMENT".center(WIDTH).rstrip(),
        *_mark(duplicate=duplicate),
        f"BATCH: {day.batch}",
        f"DEBITS: {totals.debits_count} {money(totals.debits_minor, currency)}",
        f"CREDITS: {totals.credits_count} {money(totals.credits_minor, currency)}",
    ]


def _mark(*, duplicate: bool) -> list[str]:
    return ["*** DUPLICATE ***".center(WIDTH).rstrip()] if duplicate else []
