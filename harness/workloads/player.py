"""Playing a workload on a bench."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from emulators.money import minor_units
from harness.workloads.steps import Step, Workload, capability

if TYPE_CHECKING:
    from harness.bench import Bench


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A step that this POS cannot do. ``number`` counts from 1."""

    number: int
    step: Step
    why: str


def play(bench: Bench, workload: Workload, done: int = 0) -> tuple[LeftOut, ...]:
    """Do every step in order; says which were left out because the POS lacks what they need.

    So many steps were ``done`` on that bench before.

    The bench is up, and was started with ``moves_clock`` when the workload says so. Raises
    NotApplicable when the date cannot be moved, UsageError for an amount that the currency
    cannot have.
    """
    left_out: list[LeftOut] = []
    missing: set[str] = set()
    for number, step in enumerate(workload.steps, start=1):
        why = _why_not(bench, step, missing)
        if why:
            left_out.append(LeftOut(number, step, why))
            missing.add(step.reference if step.do in ("sale", "refund") else "")
        elif number > done:
            do(bench, step)
    return tuple(left_out)


def _why_not(bench: Bench, step: Step, missing: set[str]) -> str:
    listed = bench.pos.hello.result.get("capabilities")
    wanted = capability(step)
    if wanted and isinstance(listed, list) and wanted not in listed:
        return f"the POS lacks {wanted}"
    named = step.original or step.reference
    return f"{named} was left out" if named and named in missing else ""


def do(bench: Bench, step: Step) -> None:
    """One step on the bench. Raises NotApplicable, UsageError."""
    operator = bench.operator
    match step.do:
        case "sale":
            operator.sale(step.reference, _minor(bench, step.amount), step.tender)
        case "void":
            operator.void(step.reference)
        case "refund":
            operator.refund(step.reference, _minor(bench, step.amount), step.original)
        case "reprint":
            operator.reprint(step.reference)
        case "settle":
            operator.settle()
        case "ask_again":
            for method, params in operator.undecided():
                operator.call(method, params)
        case "mend":
            operator.mend(step.fault)
        case "end_of_day":
            bench.close_shop()
        case _:
            bench.next_morning(step.days)


def _minor(bench: Bench, amount: Decimal) -> int:
    return minor_units(amount, bench.config.acquirer.currency)
