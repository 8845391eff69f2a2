"""The data of ``iso87-ascii``: requests, elements and their forms (contract section 4.1)."""

import re

from emulators.acquirer.requests import Action

KINDS = {"000000": "purchase", "020000": "void", "200000": "refund"}

ACTIONS: dict[tuple[str, str], Action] = {
    ("0800", "001"): Action.SIGN_ON,
    ("0800", "002"): Action.SIGN_OFF,
    ("0800", "301"): Action.ECHO,
    ("0200", "000000"): Action.PURCHASE,
    ("0200", "020000"): Action.VOID,
    ("0200", "200000"): Action.REFUND,
    **{(mti, code): Action.REVERSAL for mti in ("0400", "0401") for code in KINDS},
    ("0500", "920000"): Action.SETTLEMENT,
    ("0500", "960000"): Action.CLOSE,
    **{("0320", code): Action.UPLOAD for code in KINDS},
}

_MONEY = (2, 3, 4, 11, 41, 49, 60)
REQUIRED: dict[Action, tuple[int, ...]] = {
    Action.SIGN_ON: (11, 41, 70),
    Action.SIGN_OFF: (11, 41, 70),
    Action.ECHO: (11, 41, 70),
    Action.PURCHASE: _MONEY,
    Action.VOID: (*_MONEY, 37),
    Action.REFUND: _MONEY,
    Action.REVERSAL: _MONEY,
    Action.SETTLEMENT: (3, 11, 41, 60, 74, 76, 86, 88),
    Action.UPLOAD: (2, 3, 4, 11, 41, 60),
    Action.CLOSE: (3, 11, 41, 60),
}

# What a response takes over from its request, where it was there.
ECHOED = (3, 4, 7, 11, 41, 42, 49, 60, 70)

_MONTH_DAY = r"(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3])[0-5]\d[0-5]\d"
PATTERNS: dict[int, re.Pattern[str]] = {
    number: re.compile(pattern, re.ASCII)
    for number, pattern in {
        2: r"\d{12,19}",
        3: r"\d{6}",
        4: r"\d{12}",
        7: _MONTH_DAY + _TIME,
        11: r"(?!000000)\d{6}",
        12: _TIME,
        13: _MONTH_DAY,
        14: r"\d\d(0[1-9]|1[0-2])",
        37: r"[ -~]{12}",
        38: r"[ -~]{6}",
        41: r"[!-~][ -~]{7}",
        49: r"\d{3}",
        70: r"\d{3}",
        74: r"\d{10}",
        76: r"\d{10}",
        86: r"\d{16}",
        88: r"\d{16}",
    }.items()
}
BATCH = re.compile(r"(?!000000)\d{6}", re.ASCII)
