"""The words of a workload file: what each step does and what it must say."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

VERSION = 1
SELLING = ("sale", "refund")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the cashier or the operator does.

    ``amount`` is in the currency's major unit; ``days`` is how many days later the next morning is;
    ``fault`` is what is mended, whatever stands when it is empty.
    """

    do: str
    reference: str = ""
    amount: Decimal = Decimal(0)
    tender: str = "card"
    original: str = ""
    days: int = 1
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Verb:
    """What a step of that verb says, and what the POS must be capable of."""

    does: str
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    capability: str = ""


VERBS: Mapping[str, Verb] = {
    "sale": Verb("sells", ("reference", "amount"), ("tender",)),
    "void": Verb("voids an earlier sale", ("reference",), capability="void"),
    "refund": Verb(
        "refunds to the card", ("reference", "amount"), ("original",), capability="refund"
    ),
    "reprint": Verb(
        "asks for a reprint; of the last transaction when none is named",
        (),
        ("reference",),
        capability="reprint",
    ),
    "settle": Verb("settles the day", capability="settle"),
    "end_of_day": Verb("shuts the till down for the night"),
    "next_morning": Verb("starts the till again, on a later date", (), ("days",)),
    "ask_again": Verb("enters again whatever had no answer"),
    "mend": Verb("puts right what stands, then acknowledges", (), ("fault",)),
}


@dataclass(frozen=True, slots=True)
class Workload:
    """A list of operations, in order."""

    name: str
    steps: tuple[Step, ...]

    @property
    def moves_clock(self) -> bool:
        """Whether it needs a POS whose clock can be moved."""
        return any(step.do == "next_morning" for step in self.steps)


def values_of(workload: Workload) -> dict[str, object]:
    """The content of a file that reads back as this workload."""
    steps = [dict(_said(step)) for step in workload.steps]
    return {"version": VERSION, "name": workload.name, "step": steps}


@lru_cache(64)  # the steps of one day are said three times for each schedule of a campaign
def _said(step: Step) -> Mapping[str, object]:
    plain = Step(step.do)
    kept = {name: getattr(step, name) for name in (*VERBS[step.do].must, *VERBS[step.do].may)}
    changed = {name: value for name, value in kept.items() if value != getattr(plain, name)}
    return {"do": step.do} | {n: str(v) if n == "amount" else v for n, v in changed.items()}


def counts(step: Step) -> bool:
    """Whether it is asked of the POS, so that it moves the index of the operation."""
    return step.do not in ("end_of_day", "next_morning", "mend", "ask_again")


def careful(workload: Workload) -> Workload:
    """The same day with a cashier who does not settle before every operation has its answer."""
    steps: list[Step] = []
    for step in workload.steps:
        if step.do in ("settle", "end_of_day") and steps[-1:] != [Step("ask_again")]:
            steps.append(Step("ask_again"))
        steps.append(step)
    return Workload(workload.name, tuple(steps))


def capability(step: Step) -> str:
    """The capability that the POS needs for a step, '' for none."""
    return f"sale.{step.tender}" if step.do == "sale" else VERBS[step.do].capability
