"""The detection matrix: which defective POS fails which check.

Each defect first runs the scenario that is meant to show it, then the others until a check that
names its harm fails; or all of them, when asked for.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from emulators.errors import UsageError
from harness.bdd.pool import Plan, run_all
from harness.bdd.selection import Chosen, select
from harness.bdd.session import Outcome
from harness.checks.result import Verdict
from harness.config import load_config
from harness.pos.defects import Defect, listed
from harness.reports.folder import make_run_folder
from harness.runs import Request


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one defect. ``failed``: each check that failed, with the scenarios."""

    defect: Defect
    scenarios: int
    duration_s: float
    failed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def caught_by(self) -> tuple[str, ...]:
        """The checks that name the harm and failed."""
        return tuple(name for name in self.defect.checks if name in self.failed)


@dataclass(frozen=True, slots=True)
class Matrix:
    """All rows, in the order of the list."""

    rows: tuple[Row, ...]
    folder: Path
    duration_s: float

    @property
    def checks(self) -> tuple[str, ...]:
        """Every check that failed somewhere."""
        return tuple(sorted({name for row in self.rows for name in row.failed}))

    @property
    def caught(self) -> tuple[Row, ...]:
        """The defects that a check caught which names their harm."""
        return tuple(row for row in self.rows if row.caught_by)


Tell = Callable[[Row], None]
_NONE, _UNTIL_CAUGHT, _ALL = "none", "until caught", "all"  # of the other scenarios


class _CaughtError(Exception):
    """Nothing more has to be run."""


def matrix(
    request: Request, tell: Tell, *, exhaustive: bool = False, first_only: bool = False
) -> Matrix:
    """Run it. ``tell`` hears of each defect as it is through; the request's ``only`` names defects.

    Args:
        request: what to run; of the features, each defect's own scenario comes first.
        tell: hears of each row.
        exhaustive: every scenario for each defect, caught or not.
        first_only: only the scenario that is meant to show it.

    Raises UsageError for a POS that lists no defects, and for a name that it does not list.
    """
    started_s = time.monotonic()
    defects = _wanted(listed(load_config(request.config)), request.only, request.skip)
    chosen = select(request.features)
    further = _ALL if exhaustive else _NONE if first_only else _UNTIL_CAUGHT
    folder = make_run_folder(request.results_dir, "matrix").path

    def judged(defect: Defect) -> Row:
        own = folder / defect.name
        own.mkdir()
        plan = Plan(request.config, own, request.seed or 0, 1, options=defect.options)
        row = _row(defect, chosen, plan, further)
        tell(row)
        return row

    with ThreadPoolExecutor(request.jobs) as benches:
        rows = tuple(benches.map(judged, defects))
    return Matrix(rows, folder, round(time.monotonic() - started_s, 1))


def _wanted(
    defects: Iterable[Defect], only: Sequence[str], skip: Sequence[str]
) -> tuple[Defect, ...]:
    known = {one.name: one for one in defects}
    for name in (*only, *skip):
        if name not in known:
            raise UsageError(f"no defect {name!r}; there is {', '.join(known)}")
    return tuple(one for name, one in known.items() if name in (only or known) and name not in skip)


def _row(defect: Defect, chosen: Sequence[Chosen], plan: Plan, further: str) -> Row:
    """Run a defect: its own scenario first, then the rest as far as needed."""
    started_s = time.monotonic()
    failed: dict[str, list[str]] = defaultdict(list)
    count = 0

    def heard(outcome: Outcome) -> None:
        nonlocal count
        count += 1
        for result in outcome.result.results:
            if result.verdict is Verdict.FAIL:
                failed[result.check].append(outcome.result.name.strip())
        if count > len(own) and further == _UNTIL_CAUGHT and caught():
            raise _CaughtError

    def caught() -> bool:
        return any(name in failed for name in defect.checks)

    own = [one for one in chosen if one.name.strip() == defect.scenario]
    others = [one for one in chosen if one.name.strip() != defect.scenario]
    try:
        _run(own, plan, heard)
        if further == _ALL or (further == _UNTIL_CAUGHT and not caught()):
            _run(others, plan, heard)
    except _CaughtError:
        pass
    took_s = round(time.monotonic() - started_s, 1)
    return Row(defect, count, took_s, {name: tuple(said) for name, said in failed.items()})


def _run(chosen: Sequence[Chosen], plan: Plan, heard: Callable[[Outcome], None]) -> None:
    """Run them; Ctrl-C stops the whole matrix."""
    if run_all(chosen, plan, heard).interrupted:
        raise KeyboardInterrupt


def as_json(found: Matrix) -> dict[str, object]:
    """The matrix as one JSON document."""
    return {
        "defects": len(found.rows),
        "caught": len(found.caught),
        "duration_s": found.duration_s,
        "rows": [
            {
                "defect": row.defect.name,
                "what": row.defect.what,
                "checks": list(row.defect.checks),
                "scenario": row.defect.scenario,
                "caught_by": list(row.caught_by),
                "failed": {name: list(said) for name, said in sorted(row.failed.items())},
                "scenarios_run": row.scenarios,
            }
            for row in found.rows
        ],
    }


def as_text(found: Matrix) -> str:
    """Defect × check: ``x`` a check that names the harm failed, ``o`` another one did."""
    checks = found.checks
    wide = max((len(row.defect.name) for row in found.rows), default=0)
    lines = [f"{number:3} {name}" for number, name in enumerate(checks, start=1)]
    lines.append(" " * wide + " " + " ".join(f"{n % 100:2}" for n in range(1, len(checks) + 1)))
    lines += [f"{row.defect.name:{wide}} {'  '.join(_marks(row, checks))}" for row in found.rows]
    lines.append(f"{len(found.caught)} of {len(found.rows)} caught; {found.duration_s:.0f} s")
    return "\n".join(line.rstrip() for line in lines)


def _marks(row: Row, checks: Iterable[str]) -> list[str]:
    caught = row.caught_by
    return [" x" if n in caught else " o" if n in row.failed else " ." for n in checks]


_PAGE = """\
# Detection matrix

The reference POS (`fixtures/pos`) can be started with one known defect, each the smallest realistic
change of one decision. A harness is worth what it catches: each defect is caught in a scenario that
ships, by a check that names the harm. Made by `tillproof run --matrix --page docs/matrix.md`; a POS
of yours joins in when it answers `--list-defects` and `--defect NAME` as this one does.

**{caught} of {count} caught.** In bold: the checks that name the harm; then what else failed there.

{table}"""


def as_page(found: Matrix) -> str:
    """The matrix as a page of the docs."""
    head = ["defect", "what is wrong", "fails", "in the scenario"]
    rows = [head, ["---"] * len(head)]
    for row in found.rows:
        others = sorted(set(row.failed) - set(row.caught_by))
        fails = ", ".join([*(f"**{name}**" for name in row.caught_by), *others]) or "nothing"
        said = next((row.failed[name][0] for name in row.caught_by), row.defect.scenario)
        rows.append([f"`{row.defect.name}`", row.defect.what, fails, said])
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    return _PAGE.format(caught=len(found.caught), count=len(found.rows), table=table + "\n")
