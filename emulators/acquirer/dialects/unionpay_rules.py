"""The data of ``unionpay``: requests, elements and their forms, response codes.

Sources: the POS message field notes of May 2002 and a shipping terminal application; where they are
silent, the note beside the row says so.
"""

from emulators.acquirer.dialects.iso87_rules import COMMON_PATTERNS, MONTH_DAY, TIME
from emulators.acquirer.dialects.iso8583 import Asked, Key, Tables
from emulators.acquirer.dialects.shapes import Shapes
from emulators.acquirer.requests import Action

# MTI, DE 3 and DE 60.1 (the transaction type) of what moves money.
_TYPES: dict[Key, Asked] = {
    ("0200", "000000", "22"): Asked(Action.PURCHASE, "purchase"),
    ("0200", "200000", "23"): Asked(Action.VOID, "void"),
    ("0220", "200000", "25"): Asked(Action.REFUND, "refund"),
    ("0100", "030000", "10"): Asked(Action.PREAUTH, "preauth"),
    ("0100", "200000", "11"): Asked(Action.VOID, "preauth_void"),
    ("0200", "000000", "20"): Asked(Action.COMPLETION, "completion"),
    ("0200", "200000", "21"): Asked(Action.VOID, "completion_void"),
    ("0220", "000000", "24"): Asked(Action.ADVICE, "completion"),
    ("0220", "000000", "30"): Asked(Action.ADVICE, "purchase"),  # off line: 30 is not in a source
    ("0200", "310000", "01"): Asked(Action.QUERY),
}
# A reversal copies its original; a refund, an advice and a query have none (the field notes' table
# of what calls for a reversal).
_REVERSIBLE = ("purchase", "void", "preauth", "preauth_void", "completion", "completion_void")
_REVERSALS = {
    ("0400", *key[1:]): Asked(Action.REVERSAL, asked.kind_of)
    for key, asked in _TYPES.items()
    if asked.kind_of in _REVERSIBLE and asked.action is not Action.ADVICE
}
# Refunds and completion advices are uploaded one by one, as they were sent.
_UPLOADS = {
    ("0320", *key[1:]): Asked(Action.UPLOAD, asked.kind_of)
    for key, asked in _TYPES.items()
    if asked.kind_of in ("purchase", "void", "refund", "completion", "completion_void")
}
REQUESTS: dict[Key, Asked] = {
    **_TYPES,
    **_REVERSALS,
    **_UPLOADS,
    # MTI and DE 60.3 (the network code) of the rest.
    ("0800", "001"): Asked(Action.SIGN_ON),
    ("0800", "003"): Asked(Action.SIGN_ON),
    ("0800", "004"): Asked(Action.SIGN_ON),
    ("0820", "002"): Asked(Action.SIGN_OFF),
    ("0820", "301"): Asked(Action.ECHO),
    ("0500", "201"): Asked(Action.SETTLEMENT),
    ("0320", "201"): Asked(Action.UPLOAD),
    ("0320", "203"): Asked(Action.UPLOAD),
    ("0320", "202"): Asked(Action.CLOSE),
    ("0320", "207"): Asked(Action.END),
    **{("0320", code, "no amount"): Asked(Action.NOTE) for code in ("203", "204", "205", "206")},
}

_HEAD = (11, 41, 60)
_MONEY = (3, 4, *_HEAD, 49)
_SIGNED = (*_MONEY, 64)
REQUIRED: dict[Action, tuple[int, ...]] = {
    Action.SIGN_ON: _HEAD,
    Action.SIGN_OFF: _HEAD,
    Action.ECHO: _HEAD,
    Action.PURCHASE: (*_SIGNED, 22, 25),
    Action.VOID: _SIGNED,
    Action.REFUND: _SIGNED,
    Action.PREAUTH: (*_SIGNED, 22, 25),
    Action.COMPLETION: _SIGNED,
    Action.ADVICE: _SIGNED,
    Action.QUERY: (3, *_HEAD, 49, 64),
    Action.REVERSAL: _SIGNED,
    Action.SETTLEMENT: (*_HEAD, 48),
    Action.UPLOAD: _HEAD,
    Action.NOTE: _HEAD,
    Action.CLOSE: (*_HEAD, 48),
    Action.END: (*_HEAD, 48),
}

# A card number in DE 2, or track 2 in DE 35: what these need, and a void finds in its sale.
CARD_ACTIONS = frozenset(
    (Action.PURCHASE, Action.REFUND, Action.PREAUTH, Action.COMPLETION, Action.QUERY)
)
_FINANCIAL = (15, 32, 37, 38, 39, 54, 63)
TABLES = Tables(
    requests=REQUESTS,
    required=REQUIRED,
    shapes=Shapes(
        {
            **COMMON_PATTERNS,
            12: TIME,
            13: MONTH_DAY,
            22: r"\d{3}",
            25: r"\d\d",
            35: r"\d{12,19}D[\dD]*",
            39: r"[0-9A-Z]{2}",
            48: r"\d+",
            49: r"\d{3}",
            60: r"\d{8}(\d{3,})?",
            61: r"\d{12,29}",
        }
    ),
    echoed=(2, 3, 4, 11, 25, 41, 42, 49, 60),
    added={
        **dict.fromkeys(("0100", "0200", "0220"), _FINANCIAL),
        "0400": (15, 32, 37, 39),
        "0500": (15, 37, 48),  # no DE 39: the verdict stands in DE 48
        "0320": (37, 39),
        "0800": (32, 37, 39, 62),
        "0820": (37, 39),
    },
)

# Codes of the host that this dialect says otherwise.
CODES = {"58": "97"}

ACQUIRER = "48021000"  # DE 32: a made-up acquirer
# DE 63.1: the card organization, by the first digit of the card number.
ORGANIZATIONS = {"62": "CUP", "4": "VIS", "5": "MCC", "35": "JCB", "3": "AMX"}
# DE 63.2: what a terminal shows with a code.
REMARKS = {
    "03": "商户未登记",
    "12": "无效交易",
    "13": "无效金额",
    "14": "无效卡号",
    "25": "找不到原交易",
    "30": "格式错",
    "51": "余额不足",
    "54": "卡已过期",
    "55": "密码错",
    "61": "金额超限",
    "64": "与原金额不符",
    "68": "应答超时",
    "77": "批次不符,请重新签到",
    "90": "日切,请稍后重做",
    "91": "发卡行故障",
    "94": "流水号重复",
    "96": "交换中心异常",
    "97": "终端号未登记",
    "99": "密码格式错,请重新签到",
    "A0": "校验错,请重新签到",
}
