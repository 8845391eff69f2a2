"""The data of ``iso87-ascii``: requests, elements and their forms (docs/dialects.md)."""

import re

from emulators.acquirer.dialects.iso8583 import Asked, Key, Tables, with_repeats
from emulators.acquirer.dialects.shapes import Shapes
from emulators.acquirer.requests import Action

_BY_CODE = {"000000": "purchase", "020000": "void", "200000": "refund"}

# The contract names purchase, void, refund, their reversals and settlement. The rest is as ISO
# 8583:1987 has it: 0100 asks for an authorisation, 0220 advises of what has happened, DE 3 = 31xxxx
# asks for a balance; DE 25 = 06 marks what belongs to a pre-authorisation, which DE 37 or DE 38
# names. Any of them may be sent again as a repeat, 0201 for 0200.
_FIRST: dict[Key, Asked] = {
    ("0800", "001"): Asked(Action.SIGN_ON),
    ("0800", "002"): Asked(Action.SIGN_OFF),
    ("0800", "301"): Asked(Action.ECHO),
    ("0200", "000000"): Asked(Action.PURCHASE, "purchase"),
    ("0200", "020000"): Asked(Action.VOID, "void"),
    ("0200", "200000"): Asked(Action.REFUND, "refund"),
    ("0200", "310000"): Asked(Action.QUERY),
    ("0100", "000000"): Asked(Action.PREAUTH, "preauth"),
    ("0100", "020000"): Asked(Action.VOID, "preauth_void"),
    ("0200", "000000", "06"): Asked(Action.COMPLETION, "completion"),
    ("0200", "020000", "06"): Asked(Action.VOID, "completion_void"),
    ("0220", "000000"): Asked(Action.ADVICE, "purchase"),
    ("0220", "000000", "06"): Asked(Action.ADVICE, "completion"),
    **{
        (mti, code): Asked(Action.REVERSAL, kind_of)
        for mti in ("0400", "0420")
        for code, kind_of in _BY_CODE.items()
    },
    ("0500", "920000"): Asked(Action.SETTLEMENT),
    ("0500", "960000"): Asked(Action.CLOSE),
    **{("0320", code): Asked(Action.UPLOAD, kind_of) for code, kind_of in _BY_CODE.items()},
    ("0320", "000000", "06"): Asked(Action.UPLOAD, "completion"),
    ("0320", "020000", "06"): Asked(Action.UPLOAD, "completion_void"),
}
REQUESTS = with_repeats(_FIRST)

_MONEY = (2, 3, 4, 11, 41, 49, 60)
REQUIRED: dict[Action, tuple[int, ...]] = {
    Action.SIGN_ON: (11, 41, 70),
    Action.SIGN_OFF: (11, 41, 70),
    Action.ECHO: (11, 41, 70),
    Action.PURCHASE: _MONEY,
    Action.VOID: _MONEY,  # and 37, or 38 of a pre-authorisation
    Action.REFUND: _MONEY,
    Action.PREAUTH: _MONEY,
    Action.COMPLETION: _MONEY,
    Action.ADVICE: _MONEY,
    Action.QUERY: (2, 3, 11, 41, 49),
    Action.REVERSAL: _MONEY,
    Action.SETTLEMENT: (3, 11, 41, 60, 74, 76, 86, 88),
    Action.UPLOAD: (2, 3, 4, 11, 41, 60),
    Action.CLOSE: (3, 11, 41, 60),
}

# Codes of the host that this dialect does not have, in its own words.
CODES = {"64": "13", "03": "58", "A0": "96", "99": "55"}

_FINANCIAL = (37, 38, 39, 54)
_OTHER = (39, 60)
ADDED = {
    **dict.fromkeys(("0100", "0200", "0220"), _FINANCIAL),
    **dict.fromkeys(("0400", "0420", "0320", "0500", "0800"), _OTHER),
}

MONTH_DAY = r"(?!02(30|31)|(04|06|09|11)31)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
TIME = r"([01]\d|2[0-3])[0-5]\d[0-5]\d"


COMMON_PATTERNS = {
    2: r"\d{12,19}",
    3: r"\d{6}",
    4: r"\d{12}",
    11: r"(?!000000)\d{6}",
    14: r"\d\d(0[1-9]|1[0-2])",
    37: r"[ -~]{12}",
    38: r"[ -~]{6}",
    41: r"[!-~][ -~]{7}",
    49: r"\d{3}",
}
TOTALS_PATTERNS = {74: r"\d{10}", 76: r"\d{10}", 86: r"\d{16}", 88: r"\d{16}"}
TABLES = Tables(
    requests=REQUESTS,
    required=REQUIRED,
    shapes=Shapes(
        {
            **COMMON_PATTERNS,
            **TOTALS_PATTERNS,
            7: MONTH_DAY + TIME,
            12: TIME,
            13: MONTH_DAY,
            70: r"\d{3}",
        }
    ),
    echoed=(3, 4, 7, 11, 41, 42, 49, 60, 70),
    added=ADDED,
)
BATCH = re.compile(r"(?!000000)\d{6}", re.ASCII)
