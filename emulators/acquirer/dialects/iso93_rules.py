"""The data of ``iso93``: requests, elements and their forms, action codes (ISO 8583:1993).

Function codes (DE 24): 100 an authorisation, 108 an inquiry, 200 a first presentment, 201 and 202
one of what was authorised (same amount, another one), 301 add a record, 400 a full reversal, 500 a
final reconciliation, 801 sign-on, 802 sign-off, 831 echo. DE 60 is the batch, as in
``iso87-ascii``; what a void is in DE 3 is, too.
"""

from emulators.acquirer.dialects.iso87_rules import (
    COMMON_PATTERNS,
    MONTH_DAY,
    TIME,
    TOTALS_PATTERNS,
)
from emulators.acquirer.dialects.iso8583 import Asked, Key, Tables, with_repeats
from emulators.acquirer.dialects.shapes import Shapes
from emulators.acquirer.requests import Action

_KINDS = {"000000": "purchase", "020000": "void", "200000": "refund"}
REVERSALS = ("1400", "1420")
_FIRST: dict[Key, Asked] = {
    ("1804", "801"): Asked(Action.SIGN_ON),
    ("1804", "802"): Asked(Action.SIGN_OFF),
    ("1804", "831"): Asked(Action.ECHO),
    ("1100", "000000", "100"): Asked(Action.PREAUTH, "preauth"),
    ("1100", "020000", "100"): Asked(Action.VOID, "preauth_void"),
    ("1100", "310000", "108"): Asked(Action.QUERY),
    ("1200", "000000", "200"): Asked(Action.PURCHASE, "purchase"),
    ("1200", "020000", "200"): Asked(Action.VOID, "void"),
    ("1200", "200000", "200"): Asked(Action.REFUND, "refund"),
    ("1200", "000000", "201"): Asked(Action.COMPLETION, "completion"),
    ("1200", "000000", "202"): Asked(Action.COMPLETION, "completion"),
    ("1200", "020000", "201"): Asked(Action.VOID, "completion_void"),
    ("1220", "000000", "200"): Asked(Action.ADVICE, "purchase"),
    ("1220", "000000", "201"): Asked(Action.ADVICE, "completion"),
    ("1220", "000000", "202"): Asked(Action.ADVICE, "completion"),
    **{
        (mti, code, "400"): Asked(Action.REVERSAL, kind_of)
        for mti in REVERSALS
        for code, kind_of in _KINDS.items()
    },
    ("1500", "500"): Asked(Action.SETTLEMENT),
    ("1520", "500"): Asked(Action.CLOSE),
    **{("1324", code, "301"): Asked(Action.UPLOAD, kind_of) for code, kind_of in _KINDS.items()},
}
REQUESTS = with_repeats(_FIRST)

_NETWORK = (11, 12, 24, 41)
_MONEY = (2, 3, 4, *_NETWORK, 49, 60)
REQUIRED: dict[Action, tuple[int, ...]] = {
    Action.SIGN_ON: _NETWORK,
    Action.SIGN_OFF: _NETWORK,
    Action.ECHO: _NETWORK,
    Action.PURCHASE: _MONEY,
    Action.VOID: (*_MONEY, 37),
    Action.REFUND: _MONEY,
    Action.PREAUTH: _MONEY,
    Action.COMPLETION: _MONEY,
    Action.ADVICE: _MONEY,
    Action.QUERY: (2, 3, *_NETWORK, 49),
    Action.REVERSAL: (*_MONEY, 25),
    Action.SETTLEMENT: (*_NETWORK, 60, 74, 76, 86, 88),
    Action.UPLOAD: (2, 3, 4, *_NETWORK, 60),
    Action.CLOSE: (*_NETWORK, 60),
}

# What an accepted message is told, by its class (the second digit of the MTI).
ACCEPTED = {"1": "000", "2": "000", "3": "300", "4": "400", "5": "500", "8": "800"}
# The host's other codes as action codes. The standard has none for a batch of its own: 915 is a
# reconciliation cutover or checkpoint error, 911 an issuer that timed out.
ACTION_CODES = {
    "03": "109",
    "12": "902",
    "13": "110",
    "14": "111",
    "25": "914",
    "30": "904",
    "51": "116",
    "54": "101",
    "55": "117",
    "58": "120",
    "61": "121",
    "64": "110",
    "68": "911",
    "77": "915",
    "90": "906",
    "91": "907",
    "94": "913",
    "95": "501",
    "96": "909",
    "99": "126",
    "A0": "916",
}
REFUSED = "100"  # whatever else the issuer says

_FINANCIAL = (37, 38, 39, 54)
TABLES = Tables(
    requests=REQUESTS,
    required=REQUIRED,
    shapes=Shapes(
        {
            **COMMON_PATTERNS,
            **TOTALS_PATTERNS,
            7: MONTH_DAY + TIME,
            12: r"\d\d" + MONTH_DAY + TIME,
            22: r"[0-9A-Z]{12}",
            24: r"\d{3}",
            25: r"\d{4}",
            30: r"\d{24}",
            56: r"1[1-9]\d\d(?!000000)\d{6}\d{12}(\d{2}\d{0,11})?",
            60: r"(?!000000)\d{6}",
        }
    ),
    echoed=(3, 4, 7, 11, 24, 41, 42, 49, 60),
    added={
        **dict.fromkeys(("1100", "1200", "1220"), _FINANCIAL),
        **dict.fromkeys(REVERSALS, (37, 39)),
        "1324": (39,),
        **dict.fromkeys(("1500", "1520"), (39, 60, 74, 76, 86, 88, 97)),
        "1804": (39, 60),
    },
)
