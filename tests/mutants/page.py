"""Make docs/mutants.md from a store: `python -m tests.mutants.page --store FILE`."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.mutants.operators import WHAT, Mutant
from tests.mutants.reasons import harmless, reasons
from tests.mutants.run import CAUGHT, Row, all_mutants, read

PAGE = Path(__file__).parents[2] / "docs" / "mutants.md"
_HEAD = """\
# Mutants of the reference POS

Besides the [defects](matrix.md) that somebody thought of, a program makes some: one place of the
reference POS changed at a time (`tests/mutants/operators.py`). Each meets, in virtual time, the
shipped scenarios that run the changed line, until a check fails. What survives and is not harmless
by reading meets once more those that could show it, in both dialects, days with two faults, and,
for the session with the printer, a serial line (`python -m tests.mutants.run --store FILE`, then
`--again`, with or without `--in FEATURE`; without it explored schedules as well).

**{total} mutants, all run, {caught} caught. Of the others {harmless} are harmless, by reading, and
{left} could do harm: {share} % of the {harmful} harmful ones are caught.**

| what is changed | mutants | caught | harmless | left |
|---|---|---|---|---|
{kinds}

The checks that caught them: {checks}.
"""


def main() -> None:
    """Write the page. Ends with 1 where a mutant has not been run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path, required=True)
    rows = read(parser.parse_args().store)
    mutants = all_mutants()
    missing = [one.name for one in mutants if one.name not in rows]
    if missing:
        raise SystemExit(f"{len(missing)} have not been run, such as {missing[0]}")
    PAGE.write_text(page(mutants, rows), encoding="utf-8")


def page(mutants: Sequence[Mutant], rows: Mapping[str, Row]) -> str:
    """The whole page."""
    caught = [one for one in mutants if rows[one.name].verdict == CAUGHT]
    survived = [one for one in mutants if rows[one.name].verdict != CAUGHT]
    fine = harmless()
    left = [one for one in survived if one.name not in fine]
    harmful = len(caught) + len(left)
    head = _HEAD.format(
        total=len(mutants),
        caught=len(caught),
        harmless=len(survived) - len(left),
        left=len(left),
        harmful=harmful,
        share=len(caught) * 100 // max(1, harmful),
        kinds="\n".join(_kind(kind, mutants, caught, left) for kind in WHAT),
        checks=_checks(caught, rows),
    )
    said = [("## Harmless, and why", "reason"), ("## Not caught, and what is missing", "missing")]
    return "\n".join(
        [head, *(line for title, table in said for line in _said(title, table, survived))]
    )


def _kind(kind: str, *groups: Sequence[Mutant]) -> str:
    total, caught, left = (sum(one.kind == kind for one in group) for group in groups)
    return f"| {WHAT[kind]} | {total} | {caught} | {total - caught - left} | {left} |"


def _checks(caught: Sequence[Mutant], rows: Mapping[str, Row]) -> str:
    names = [name for one in caught for name in rows[one.name].by]
    counts = sorted({name: names.count(name) for name in names}.items(), key=lambda one: -one[1])
    return ", ".join(f"`{name}` {count}" for name, count in counts)


def _said(title: str, table: str, survived: Sequence[Mutant]) -> list[str]:
    said = [title, ""]
    known = {one.name: one for one in survived}
    for reason in reasons(table):
        own = [known[name] for name in reason.mutants if name in known]
        if own:
            said += [f"**{reason.why}**", "", *(_row(one) for one in own), ""]
    return said


def _row(one: Mutant) -> str:
    where, _, _ = one.name.partition(": ")
    file, _, function = where.partition(" ")
    return f"* `{file}`, `{function}`: `{one.before}` → `{one.after}`"


if __name__ == "__main__":
    main()
