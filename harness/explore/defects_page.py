"""How soon exploring finds defects, as a page of the docs: a section for each kind of campaign."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from harness.explore.defects import Found
from harness.explore.request import Request

_HEAD = """\
# What exploring finds

Defects of the reference POS (`fixtures/pos`), each explored until it shows, in virtual time.
*After* counts schedules and seconds to the first failure, start included; of two faults, the
schedules with one are all run before, and hold. The schedule is the smallest that still fails the
same check; its feature was run by `tillproof run` with the POS as a process. Each section is made
by the command in it, with `--defect` for each.
"""
_SECTION = """\
## {title}

    tillproof explore {options} --defect NAME --page docs/explored.md

{table}"""
_BETWEEN = "\n## "


def section(found: Sequence[Found], request: Request) -> str:
    """The defects that one kind of campaign was to find."""
    return _made([_row(_cells(one)) for one in found], request)


def _made(rows: Iterable[str], request: Request) -> str:
    head = ["defect", "what is wrong", "after", "check", "smallest schedule", "its feature"]
    table = "".join(f"{row}\n" for row in (_row(head), _row(["---"] * len(head)), *rows))
    return _SECTION.format(title=_title(request), options=_options(request), table=table)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _title(request: Request) -> str:
    faults = "One fault" if request.depth == 1 else "Two faults"
    return f"{faults}: {request.workload}"


def _options(request: Request) -> str:
    """What was asked for, as far as it is not what one gets anyhow."""
    usual = Request()
    words = ["--virtual"] * request.virtual + [f"-j {request.jobs}"]
    words += [f"--workload {request.workload}"] * (request.workload != usual.workload)
    words += [f"--depth {request.depth}"] * (request.depth != usual.depth)
    words += [f"--only {name}" for name in request.only]
    words += [f"--then {name}" for name in request.then]
    return " ".join(words)


def _cells(one: Found) -> list[str]:
    said = {None: "", 0: "passes", 1: "fails"}.get(one.status, "is unknown")
    faults = [f"`{fault}`" for fault in one.faults]
    return [
        f"`{one.defect.name}`",
        one.defect.what,
        f"{_runs(one)}; {one.duration_s:.0f} s",
        f"**{one.check}**" if one.named else one.check or "not found",
        f"{', '.join(one.steps)}: {' and '.join(faults) or 'no fault'}",
        said,
    ]


def _runs(one: Found) -> str:
    if not one.firsts < one.runs or not one.firsts:
        return str(one.runs)
    return f"{one.firsts} of one fault, {one.runs - one.firsts} of two"


def write_page(found: Sequence[Found], request: Request, path: Path) -> None:
    """Write their rows; the page's other rows and sections stay as they are. Raises OSError."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    sections = {_first_line(part): part.strip() for part in old.split(_BETWEEN)[1:]}
    rows = {_name(row): row for row in _rows_of(sections.get(_title(request), ""))}
    rows |= {_name(row): row for row in _rows_of(section(found, request))}
    own = _made(rows.values(), request)
    others = [f"## {part}\n" for title, part in sections.items() if title != _title(request)]
    path.write_text("\n".join((_HEAD, *sorted((own, *others)))), encoding="utf-8")


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _rows_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| `")]


def _name(row: str) -> str:
    return row.split("`")[1]
