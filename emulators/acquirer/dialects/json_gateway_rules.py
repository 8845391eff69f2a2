"""The data of ``json-gateway``: its endpoints, the fields of its bodies, and its words.

Inside of the host a field is known by the number that ISO 8583 gives to it, so that checks and
faults find the amount of a message where they find it in every dialect.
"""

import re
from dataclasses import dataclass

from emulators.acquirer.dialects.iso8583 import Asked
from emulators.acquirer.requests import Action

KEY = 11  # what names a transaction: an idempotency key takes the place of the trace number
RECORDS = 48


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint. ``name`` stands for the MTI in events; ``state`` is what an approval is."""

    name: str
    method: str
    path: str  # {key} and {batch} are fields
    asked: Asked
    required: tuple[int, ...]
    state: str = "done"

    def match(self, method: str, path: str) -> re.Match[str] | None:
        """The fields in ``path``, None when it is another endpoint's."""
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]*)", self.path)
        return re.fullmatch(pattern, path) if method == self.method else None


_MONEY = (4, KEY, 41, 49, 60)
ENDPOINTS = (
    Endpoint("session", "POST", "/v1/sessions", Asked(Action.SIGN_ON), (41,), "open"),
    Endpoint("end", "DELETE", "/v1/sessions/{terminal}", Asked(Action.SIGN_OFF), (41,)),
    Endpoint("health", "GET", "/v1/health", Asked(Action.ECHO), (41,), "up"),
    Endpoint("pay", "POST", "/v1/payments", Asked(Action.PURCHASE, "purchase"), _MONEY, "paid"),
    Endpoint("hold", "POST", "/v1/holds", Asked(Action.PREAUTH, "preauth"), _MONEY, "held"),
    Endpoint(
        "complete",
        "POST",
        "/v1/completions",
        Asked(Action.COMPLETION, "completion"),
        (*_MONEY, 61),
        "paid",
    ),
    Endpoint("void", "POST", "/v1/voids", Asked(Action.VOID, "void"), (*_MONEY, 61), "voided"),
    Endpoint(
        "release",
        "POST",
        "/v1/releases",
        Asked(Action.VOID, "preauth_void"),
        (*_MONEY, 61),
        "voided",
    ),
    Endpoint("refund", "POST", "/v1/refunds", Asked(Action.REFUND, "refund"), _MONEY, "refunded"),
    Endpoint("query", "GET", "/v1/payments/{key}", Asked(Action.INQUIRY), (KEY, 41, 60)),
    Endpoint(
        "cancel",
        "POST",
        "/v1/payments/{key}/cancel",
        Asked(Action.REVERSAL),
        (KEY, 41, 60),
        "cancelled",
    ),
    Endpoint("balance", "POST", "/v1/balances", Asked(Action.QUERY), (2, 41, 49), "known"),
    Endpoint(
        "settle",
        "POST",
        "/v1/batches/{batch}/settle",
        Asked(Action.SETTLEMENT),
        (41, 60, 74, 76, 86, 88),
        "settled",
    ),
    Endpoint(
        "records",
        "POST",
        "/v1/batches/{batch}/records",
        Asked(Action.UPLOAD),
        (41, RECORDS, 60),
        "kept",
    ),
    Endpoint(
        "close", "POST", "/v1/batches/{batch}/close", Asked(Action.CLOSE), (41, 60), "settled"
    ),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its JSON name, whether it is a number there, and its form as text."""

    name: str
    pattern: str
    is_number: bool = False


_MINOR = r"(0|[1-9]\d{0,11})"
FIELDS = {
    2: Field("pan", r"\d{12,19}"),
    4: Field("amount", _MINOR, is_number=True),
    KEY: Field("key", r"[A-Za-z0-9_-]{1,32}"),
    12: Field("time", r"\d{6}"),
    13: Field("date", r"\d{4}-\d\d-\d\d"),
    14: Field("expiry", r"\d\d(0[1-9]|1[0-2])"),
    37: Field("transaction", r"[ -~]{12}"),
    38: Field("approval", r"[ -~]{6}"),
    39: Field("code", r"[0-9A-Z]{2}"),
    41: Field("terminal", r"[!-~]{8}"),
    42: Field("merchant", r"[!-~]{1,15}"),
    44: Field("state", r"\w+"),
    49: Field("currency", r"\d{3}"),
    54: Field("balance", r"-?\d+", is_number=True),
    60: Field("batch", r"(?!000000)\d{6}"),
    61: Field("original", r"[A-Za-z0-9_-]{1,32}"),
    62: Field("original_batch", r"\d{6}"),
    74: Field("credits_count", r"\d{1,9}", is_number=True),
    76: Field("debits_count", r"\d{1,9}", is_number=True),
    86: Field("credits_amount", _MINOR, is_number=True),
    88: Field("debits_amount", _MINOR, is_number=True),
    102: Field("payer_code", r"\d{16,24}"),
}
NUMBERS = {item.name: number for number, item in FIELDS.items()}
PATTERNS = {n: re.compile(item.pattern, re.ASCII) for n, item in FIELDS.items()}
ECHOED = (4, KEY, 41, 42, 49, 60)

# What an uploaded record says that it is.
RECORD_KINDS = {
    "payment": "purchase",
    "completion": "completion",
    "void": "void",
    "refund": "refund",
}

# The books' states in the words of an inquiry.
STATES = {
    "booked": {"preauth": "held", "refund": "refunded", "void": "done", "preauth_void": "done"},
    "voided": {},
    "completed": {},
    "declined": {},
    "reversed": {"": "cancelled"},
    "tombstone": {"": "cancelled"},
    "dropped": {"": "cancelled"},
}

# HTTP says only what sort of answer it is; ``code`` is the answer.
STATUSES = {
    "00": 200,
    "03": 403,
    "12": 400,
    "13": 400,
    "25": 404,
    "30": 400,
    "58": 403,
    "64": 409,
    "77": 409,
    "90": 503,
    "91": 503,
    "94": 409,
    "95": 409,
    "96": 503,
}
DECLINED = 402  # whatever else the issuer says
