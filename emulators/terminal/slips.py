"""The slips that a terminal without a printer gives to the till, line by line."""

from emulators.money import decimals
from emulators.terminal.records import Payment, Totals

WIDTH = 32


def money(amount_minor: int, currency: int) -> str:
    """An amount with the decimals of its currency."""
    places = decimals(currency)
    whole, part = divmod(amount_minor, 10**places)
    return f"{whole}.{part:0{places}d}" if places else str(whole)


def of_payment(one: Payment, terminal_id: str, *, duplicate: bool) -> list[str]:
    """The customer's slip."""
    mark = ["*** DUPLICATE ***".center(WIDTH).rstrip()] if duplicate else []
    return [
        ("REFUND" if one.refund else "CARD PAYMENT").center(WIDTH).rstrip(),
        *mark,
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


def of_day(batch: str, booked: list[Payment], currency: int) -> list[str]:
    """The report of a close of day."""
    totals = Totals.of(booked)
    return [
        "SETTLEMENT".center(WIDTH).rstrip(),
        f"BATCH: {batch}",
        f"DEBITS: {totals.debits_count} {money(totals.debits_minor, currency)}",
        f"CREDITS: {totals.credits_count} {money(totals.credits_minor, currency)}",
    ]
