"""Moments as scenarios say them: on the paper, or in the life of a message to the host.

Any fault may strike at any of them, so that a phrase for a fault ends in ``{when:Moment}``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import parse

from harness.config import Receipt
from harness.errors import NotApplicable

# What a message trigger calls each request, whatever the dialect.
MESSAGES = {
    "sale": "purchase",
    "void": "void",
    "refund": "refund",
    "reversal": "reversal",
    "settlement": "settlement",
    "preauth": "preauth",
    "completion": "completion",
    "advice": "advice",
}
_POINTS = {"arrived": "request", "been booked": "booked", "been answered": "sent"}
_ZH_NAMES = {
    "消费": "sale",
    "撤销": "void",
    "退货": "refund",
    "冲正": "reversal",
    "结算": "settlement",
}
_ZH_POINTS = {"到达银行": "request", "入账": "booked", "处理": "booked", "应答": "sent"}
# The labels of a total that the built-in patterns of [receipt] know, in both languages.
_TOTAL = r"(?<!\w)(?:TOTAL|AMOUNT)(?!\w)|合\s*计|金\s*额"
_TIMES = {"once": 1, "twice": 2, "两": 2}


@dataclass(frozen=True, slots=True)
class Moment:
    """When a fault strikes: ``word`` is a trigger's, ``times`` how often in a row."""

    word: str
    what: str
    point: str = ""
    times: int = 1

    def on(self, receipt: Receipt) -> "Moment":
        """The same moment on receipts that are read like this: the POS's own total is meant.

        Raises NotApplicable for the cut of slips that end in another way.
        """
        if self.what == "printer.cut" and receipt.ends != "cut":
            raise NotApplicable(
                f"the slips of this POS are not cut: [receipt] ends = {receipt.ends!r}"
            )
        if self.word != "total":
            return self
        return replace(self, word="text", what=f"(?i){receipt.total or _TOTAL}")

    def triggers(self) -> tuple[str, ...]:
        """The trigger for each time, as text."""
        what = at_message(self.what, self.point) if self.point else self.what
        last = ("", *(f",nth={nth}" for nth in range(2, self.times + 1)))
        return tuple(f"{self.word}({what}{more})" for more in last)


def at_message(name: str, point: str) -> str:
    """What a message trigger is told of that request at that point."""
    return f"{MESSAGES[name]},{point}"


@dataclass(frozen=True, slots=True)
class _Form:
    """One way of saying a moment in one language."""

    pattern: str
    read: Callable[[re.Match[str]], Moment]

    @property
    def ungrouped(self) -> str:
        """The pattern as part of a larger one."""
        return re.sub(r"\((?!\?)", "(?:", self.pattern)


def _line(match: re.Match[str]) -> Moment:
    return Moment("line", match[1], times=_count(match[2]))


def _line_zh(match: re.Match[str]) -> Moment:
    return Moment("line", match[2], times=_count(match[1]))


def _text(match: re.Match[str]) -> Moment:
    return Moment("text", re.escape(match[1]))


def _total(_: re.Match[str]) -> Moment:
    return Moment("total", "")


def _message(match: re.Match[str]) -> Moment:
    return Moment("message", match[1], _POINTS[match[2]])


def _message_zh(match: re.Match[str]) -> Moment:
    return Moment("message", _ZH_NAMES[match[1]], _ZH_POINTS[match[2]])


def _event(kind: str) -> Callable[[re.Match[str]], Moment]:
    return lambda _: Moment("event", kind)


def _count(word: str | None) -> int:
    return _TIMES.get(word, 0) or int(word.split()[0]) if word else 1


FORMS = (
    _Form(r"after line (\d+) of the (?:receipt|slip)(?:, (twice|\d+ times))?", _line),
    _Form("after the total", _total),
    _Form(r"after the line that says (\S+)", _text),
    _Form("when the receipt is cut", _event("printer.cut")),
    _Form("when the drawer opens", _event("printer.drawer")),
    _Form(
        r"when the (?:next )?(sale|void|refund|reversal|settlement) "
        r"has (arrived|been booked|been answered)",
        _message,
    ),
    _Form(r"(?:小票|单据)(?:(两|\d+)次)?打印到第(\d+)行后", _line_zh),
    _Form("打印出合计后", _total),
    _Form(r"打印出“(\S+?)”一行后", _text),
    _Form("切纸时", _event("printer.cut")),
    _Form("钱箱打开时", _event("printer.drawer")),
    _Form(
        r"(?:下一笔)?(消费|撤销|退货|冲正|结算)(到达银行|入账|处理|应答)后",
        _message_zh,
    ),
)


@parse.with_pattern("|".join(form.ungrouped for form in FORMS))  # type: ignore[untyped-decorator]
def read_moment(text: str) -> Moment:
    """The moment that the words mean. Raises ValueError for words that mean none."""
    for form in FORMS:
        match = re.fullmatch(form.pattern, text)
        if match:
            return form.read(match)
    raise ValueError(f"{text!r} is no moment")
