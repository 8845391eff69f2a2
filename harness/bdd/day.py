"""How a workload's steps and a schedule's faults are said in a scenario, in both languages.

One table: the phrases of the steps are made from it, features of failing schedules are written by
it, and read back. Every operation names its reference, so that nothing has to be guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import parse

from harness.bdd.words import amount_word, name_word
from harness.workloads.steps import Step

_TYPES = {"Amount": amount_word, "Name": name_word}


@dataclass(frozen=True, slots=True)
class Saying:
    """One kind of step. ``fixed`` is what the words themselves say of it; ``doc`` what it does."""

    do: str
    en: str
    zh: str
    doc: str
    fixed: tuple[tuple[str, str], ...] = ()

    def text(self, language: str) -> str:
        """The phrase in that language."""
        return self.zh if language.startswith("zh") else self.en

    def fields(self) -> tuple[str, ...]:
        """What stands in braces."""
        return tuple(parse.compile(self.en, _TYPES).named_fields)

    def step(self, values: Mapping[str, object]) -> Step:
        """The step that it says with these values."""
        return Step(self.do, **{**dict(self.fixed), **values})  # type: ignore[arg-type]

    def read(self, text: str) -> Step | None:
        """The step that ``text`` says, if it is this phrase in either language."""
        for pattern in (self.en, self.zh):
            found = parse.compile(pattern, _TYPES, case_sensitive=True).parse(text)
            if found is not None:
                return self.step(found.named)
        return None

    def say(self, step: Step, language: str) -> str | None:
        """The words for ``step``; None when it is another kind of step."""
        values = {name: getattr(step, name) for name in self.fields()}
        if step.do != self.do or self.step(values) != step:
            return None
        text = self.text(language)
        for name, value in values.items():
            if value in ("", 0):
                return None
            said = f"{value:f}" if isinstance(value, Decimal) else str(value)
            text = _filled(text, name, said)
        return text


def _filled(text: str, name: str, said: str) -> str:
    start = text.index("{" + name)
    return text[:start] + said + text[text.index("}", start) + 1 :]


_CARD, _CASH = (("tender", "card"),), (("tender", "cash"),)
SAYINGS = (
    Saying(
        "sale",
        "the cashier sells {amount:Amount} by card as {reference:Name}",
        "收银员刷卡消费{amount:Amount}元，单号{reference:Name}",
        "A card sale with that reference.",
        _CARD,
    ),
    Saying(
        "sale",
        "the cashier sells {amount:Amount} for cash as {reference:Name}",
        "收银员现金收款{amount:Amount}元，单号{reference:Name}",
        "A cash sale with that reference.",
        _CASH,
    ),
    Saying(
        "void",
        "the cashier voids the sale {reference:Name}",
        "收银员撤销单号{reference:Name}的消费",
        "A void of that sale.",
    ),
    Saying(
        "refund",
        "the cashier refunds {amount:Amount} to the card as {reference:Name}",
        "收银员退货{amount:Amount}元到卡，单号{reference:Name}",
        "A refund with that reference which names no sale.",
    ),
    Saying(
        "refund",
        "the cashier refunds {amount:Amount} of the sale {original:Name} as {reference:Name}",
        "收银员就单号{original:Name}的消费退货{amount:Amount}元，单号{reference:Name}",
        "A refund with that reference of that sale.",
    ),
    Saying(
        "reprint",
        "the cashier asks for a reprint of {reference:Name}",
        "收银员要求重打印单号{reference:Name}",
        "A reprint of that operation's slip.",
    ),
    Saying(
        "reprint",
        "the cashier asks for a reprint of the last transaction",
        "收银员要求重打印最后一笔交易",
        "A reprint that names nothing.",
    ),
    Saying("settle", "the cashier settles the day", "收银员结算", "The settlement of the batch."),
    Saying(
        "end_of_day",
        "the till is shut down for the night",
        "收银机关机过夜",
        "The till is shut down in order.",
    ),
    Saying(
        "next_morning",
        "the till is started again {days:d} days later",
        "{days:d}天后收银机重新开机",
        "The date goes on, and the till is started.",
    ),
    Saying(
        "ask_again",
        "the cashier enters again whatever had no answer",
        "收银员重新录入没有应答的操作",
        "Each call that nobody knows the outcome of, with the same parameters.",
    ),
    Saying("mend", "everything is mended", "所有故障都已排除", "Whatever stands is put right."),
    Saying(
        "mend",
        "the operator mends {fault:Name}",
        "操作员排除{fault:Name}",
        "That fault is put right, then acknowledge.",
    ),
)
SHIPPED_ELSEWHERE = ("the cashier settles the day", "everything is mended")


def say(step: Step, language: str) -> str | None:
    """A step in words; None where there are none for it."""
    said = (saying.say(step, language) for saying in SAYINGS)
    return next((text for text in said if text is not None), None)


def read(text: str) -> Step | None:
    """The step that a phrase of this table says; None for any other phrase."""
    found = (saying.read(text) for saying in SAYINGS)
    return next((step for step in found if step is not None), None)


def armed(spec: str, language: str) -> str:
    """The Given for a fault that is armed before the till starts."""
    return (ARMED_ZH if language.startswith("zh") else ARMED_EN).replace("{spec}", spec)


def read_armed(text: str) -> str | None:
    """The fault that such a Given names."""
    for pattern in (ARMED_EN, ARMED_ZH):
        found = parse.compile(pattern, case_sensitive=True).parse(text)
        if found is not None:
            return str(found.named["spec"])
    return None


ARMED_EN = "before the till starts this fault is armed: {spec}"
ARMED_ZH = "开机之前已设定故障：{spec}"
CHECK_EN = "the check {name:S} holds"
CHECK_ZH = "检查项{name:S}成立"
EVERY_EN = "every check holds"
EVERY_ZH = "所有检查项都成立"
