"""How slips are read: the built-in patterns of the contract, and those of ``[receipt]``.

Lines are compared in NFKC form with runs of blanks made one, in upper or lower case. A label is a
whole word with its value after it on the line; the value is the group ``value``, or the first.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from emulators.money import decimals
from harness.config import Receipt

_ASIDE = r"(?: ?\([^()\d]*\))?"  # (CNY), (INCL. TAX), (REFER NO.)
_GAP = rf"{_ASIDE}[ :.)(=#/*_]*"
_NUMBERED = r"(?: ?(?:NO|NUM|NUMBER|CODE))?"
_UNIT = (
    r"(?:(?!TAX|VAT|GST|QTY|NET)[A-Z]{3}(?![A-Z])|人民币)?[ :]*"
    r"(?:(?:HK|NT|US|S|A|C)?\$|[¥€£₩元])? *"
)
_SUM = "(?:交易|消费|应付|支付|付款|退款|退货|撤销|预授权)?金 ?额"
_DUE = r"(?: (?:AMOUNT|DUE|PAYABLE|TO PAY|SALE))?"
_WORD = r"(?<![\w])"
_NOT_ORIGINAL = r"(?<!ORIGINAL )(?<!ORIG )(?<!ORIG\. )"
_NOTICE = (
    r"REVERSED|REVERSAL|FAILED|NOT (?:APPROVED|CHARGED|COMPLETED|PAID)|NOTHING WAS CHARGED|"
    r"PENDING|IN PROGRESS|PLEASE WAIT"
)
_NOTICE_ZH = "冲正|失败|未成功|未扣款|非凭证|处理中|待确认|请等待"
# A list of transactions, or the takings so far: neither a receipt nor a settlement's slip.
_REPORT = r"(?:TRANSACTIONS?|SALES) (?:LIST|DETAILS?|REPORT)|(?:DETAIL|AUDIT|SHIFT|[XZ])[ -]REPORT"
_REPORT_ZH = "交易(?:明细|清单)|报表|交班"
# A line that says of the slip that it is a sale's: these words, what they stand behind, an amount.
_SALE = "SALE|PURCHASE|消费"
_KIND_OF = "TRANSACTION|TRANS|TXN|TYPE|CARD|CASH|CREDIT|DEBIT|交易|类型|类别|刷卡|现金|银行卡"
COPIES = (
    r"(?P<value>(?:CUSTOMER|CARDHOLDER|CLIENT|MERCHANT|STORE|BANK|ACQUIRER)(?:'S)? COPY|"
    "(?:持卡人|顾客|客户|商户|商家|银行|收单行?)(?:存根|联))"
)


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """One compiled pattern a field. ``total`` comes first; ``amount`` where no total stands.

    Two are the same when they are one object (``compile_patterns`` keeps them): what has been read
    is looked up by them, and a pattern's hash is worked out anew each time.
    """

    total: re.Pattern[str]
    amount: re.Pattern[str]
    trace: re.Pattern[str]
    rrn: re.Pattern[str]
    auth: re.Pattern[str]
    batch: re.Pattern[str]
    copy_of: re.Pattern[str]
    declined: re.Pattern[str]
    notice: re.Pattern[str]
    report: re.Pattern[str]
    settlement: re.Pattern[str]
    debits: re.Pattern[str]
    credits: re.Pattern[str]
    waste: re.Pattern[str]
    duplicate: re.Pattern[str]
    sale: re.Pattern[str]


def amount_pattern(currency: int) -> str:
    """An amount in ``currency`` (ISO 4217): its own decimals, perhaps a sign and group marks."""
    digits = decimals(currency)
    grouped = r"\d{1,3}(?:[ ,.']\d{3})+"
    if not digits:
        return rf"[-+]?(?:{grouped}|\d+)(?![.,']?\d)"
    return rf"[-+]?(?:{grouped}|\d+)[.,]\d{{{digits}}}(?![.,']?\d)"


def pattern_texts(receipt: Receipt, currency: int) -> dict[str, str]:
    """Each field's pattern as it is used: the configured one, or the built-in one."""
    own = {name: getattr(receipt, name, "") for name in Patterns.__dataclass_fields__}
    built_in = _built_in(currency)
    if own["total"]:
        built_in["amount"] = own["total"]
    return {name: own[name] or built_in.get(name, "") for name in own}


@lru_cache(16)
def compile_patterns(receipt: Receipt, currency: int) -> Patterns:
    """The patterns ready for use."""
    texts = pattern_texts(receipt, currency)
    return Patterns(**{name: re.compile(text, re.IGNORECASE) for name, text in texts.items()})


def _built_in(currency: int) -> dict[str, str]:
    amount = amount_pattern(currency)
    count = rf"{_GAP}(?P<count>\d+)(?: ?笔[,/]? *| +){_UNIT}(?P<value>{amount})"
    return {
        "total": _label(f"TOTAL{_DUE}", "总?合 ?计(?: ?金 ?额)?|总 ?计|总金额")
        + _GAP
        + _UNIT
        + f"(?P<value>{amount})",
        "amount": _label(f"AMOUNT{_DUE}", _SUM) + _GAP + _UNIT + f"(?P<value>{amount})",
        "trace": _reference("TRACE|STAN", "(?:交易)?凭证号", r"\d{1,6}"),
        "rrn": _reference("RRN|REF", "(?:交易|系统|检索)?参考号", r"(?=\w*\d)[0-9A-Z]{12}"),
        "auth": _reference("AUTH", "授权[码号]", r"(?=\w*\d)[0-9A-Z]{6}"),
        "batch": _reference("BATCH", "(?:交易)?批次号", r"\d{1,6}"),
        "copy_of": COPIES,
        "declined": rf"{_WORD}DECLINED(?!\w)|拒绝",
        "notice": rf"{_WORD}(?:{_NOTICE})(?!\w)|{_NOTICE_ZH}",
        "report": rf"{_WORD}(?:{_REPORT})(?!\w)|{_REPORT_ZH}",
        "settlement": rf"{_WORD}SETTLEMENT(?!\w)|结算",
        "debits": _label("DEBITS", "借记") + count,
        "credits": _label("CREDITS", "贷记") + count,
        "waste": rf"{_WORD}(?:INCOMPLETE|VOID SLIP)(?!\w)|作废",
        "sale": rf"^(?:[\W_]|{_KIND_OF})*(?:{_SALE})(?:[\W_]|{_SALE}|{_KIND_OF})*"
        rf"(?:{_UNIT}{amount})?[\W_]*$",
    }


def _label(english: str, chinese: str) -> str:
    return rf"{_WORD}(?:(?:{english})(?!\w)|{chinese})"


def _reference(english: str, chinese: str, value: str) -> str:
    """A label that does not speak of the original transaction, and its value."""
    label = rf"{_NOT_ORIGINAL}{_WORD}(?:(?:{english}){_NUMBERED}(?!\w)|{chinese})"
    return rf"{label}{_GAP}(?P<value>{value})(?!\w)"
