"""Amounts as people write them."""

# ISO 4217: currencies whose minor unit is not 1/100.
_DECIMALS = {
    **dict.fromkeys((108, 152, 174, 262, 324, 392, 410, 548, 600, 646, 704, 800, 950, 952, 953), 0),
    **dict.fromkeys((48, 368, 400, 414, 434, 512, 788), 3),
}


def decimals(currency: int) -> int:
    """How many digits the minor unit of an ISO 4217 numeric ``currency`` has."""
    return _DECIMALS.get(currency, 2)


def money(amount_minor: int | None, currency: int | None) -> str:
    """``12.50`` for 1250 minor units; ``?`` when there is no amount."""
    if amount_minor is None:
        return "?"
    digits = decimals(currency or 0)
    sign, whole = ("-", -amount_minor) if amount_minor < 0 else ("", amount_minor)
    if not digits:
        return f"{sign}{whole}"
    return f"{sign}{whole // 10**digits}.{whole % 10**digits:0{digits}d}"
