"""Words that stand for a value in a phrase: the same value whichever language they are in."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import parse
from behave import register_type

from harness.bdd.moments import read_moment

REQUESTS = {
    "sale": "sale",
    "void": "void",
    "refund": "refund",
    "reversal": "reversal",
    "settlement": "settlement",
    "pre-authorisation": "preauth",
    "completion": "completion",
    "off-line sale": "advice",
    "脱机消费": "advice",
    "消费": "sale",
    "撤销": "void",
    "退货": "refund",
    "冲正": "reversal",
    "结算": "settlement",
    "预授权完成": "completion",
    "预授权": "preauth",
}
ELEMENTS = {
    "trace number": "trace",
    "amount": "amount",
    "terminal": "terminal",
    "凭证号": "trace",
    "金额": "amount",
    "终端号": "terminal",
}
OUTCOMES = {
    "approved": "approved",
    "declined": "declined",
    "failed": "failed",
    "settled": "settled",
    "批准": "approved",
    "拒绝": "declined",
    "未完成": "failed",
    "已结算": "settled",
}
RECEIPTS = {
    "printed": "printed",
    "queued": "queued",
    "failed": "failed",
    "none": "none",
    "已打印": "printed",
    "待打印": "queued",
    "打印失败": "failed",
    "无": "none",
}
SHIFTS = {
    "a day on": "next_day",
    "a day back": "back",
    "an hour on": "dst",
    "an hour back": "dst_back",
    "拨快一天": "next_day",
    "拨慢一天": "back",
    "拨快一小时": "dst",
    "拨慢一小时": "dst_back",
}
TIMES = {"once": 1, "twice": 2}


@parse.with_pattern(r"-?[\d ,']*\d(?:\.\d+)?")  # type: ignore[untyped-decorator]
def amount_word(text: str) -> Decimal:
    """An amount such as ``1,250.00``. Raises ValueError."""
    try:
        return Decimal(text.replace(",", "").replace(" ", "").replace("'", ""))
    except InvalidOperation:
        raise ValueError(f"{text!r} is not an amount") from None


@parse.with_pattern(r"once|twice|\d+ times")  # type: ignore[untyped-decorator]
def _times(text: str) -> int:
    return TIMES.get(text) or int(text.split(maxsplit=1)[0])


def _one_of(name: str, words: Mapping[str, str]) -> None:
    """Let ``{…:name}`` read one of these words as what it stands for."""

    @parse.with_pattern("|".join(words))  # type: ignore[untyped-decorator]
    def value(text: str) -> str:
        return words[text]

    register_type(**{name: value})


@parse.with_pattern(r"[\w.-]+")  # type: ignore[untyped-decorator]
def name_word(text: str) -> str:
    """A reference or the name of a fault: one word."""
    return text


def register_words() -> None:
    """Make every type of word known to behave."""
    register_type(Name=name_word, Amount=amount_word, Times=_times, Moment=read_moment)
    _one_of("Request", REQUESTS)
    _one_of("Element", ELEMENTS)
    _one_of("Outcome", OUTCOMES)
    _one_of("Receipt", RECEIPTS)
    _one_of("Shift", SHIFTS)
