"""Money: integers in minor units, and the currency's decimals (ISO 4217)."""

from decimal import Decimal

from emulators.errors import UsageError

MOST_MINOR = 10**12 - 1  # DE 4 has twelve digits

# Those whose number of decimals is not 2 (ISO 4217, table A.1; numeric codes).
_DECIMALS = {
    48: 3, 108: 0, 152: 0, 174: 0, 262: 0, 324: 0, 352: 0, 368: 3, 392: 0, 400: 3, 410: 0,
    414: 3, 434: 3, 512: 3, 548: 0, 600: 0, 646: 0, 704: 0, 788: 3, 800: 0, 950: 0, 952: 0,
    953: 0,
}  # fmt: skip


def decimals(currency: int) -> int:
    """How many decimals the currency of that numeric code has."""
    return _DECIMALS.get(currency, 2)


def format_minor(minor: int, currency: int) -> str:
    """Minor units as a decimal number without sign or separators of the currency: ``12.50``."""
    places = decimals(currency)
    sign, digits = ("-" if minor < 0 else ""), f"{abs(minor):0{places + 1}d}"
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def minor_units(amount: Decimal, currency: int) -> int:
    """Major units as minor ones. Raises UsageError for what nobody can pay in that currency."""
    places = decimals(currency)
    minor = amount.scaleb(places)
    if not 0 < minor <= MOST_MINOR:
        raise UsageError(f"{amount} is no amount: write one of up to 12 digits, above zero")
    if minor != int(minor):
        raise UsageError(f"{amount} has more than the currency's {places} decimals")
    return int(minor)
