"""What a campaign came to: its verdict, and ``verdict.json`` as every run has it."""

import json
from dataclasses import dataclass
from pathlib import Path

from harness import version
from harness.explore.about import About
from harness.explore.marks import missing_marks
from harness.explore.store import Store
from harness.explore.trial import LIVENESS
from harness.reports.clean import clean

PASSED, FAILED, UNKNOWN, BROKEN = 0, 1, 2, 4
_NOTE = 240  # characters
NO_FAULT = "none"  # what stands in a fault's place where the day fails without one


@dataclass(frozen=True, slots=True)
class Group:
    """Failures of one check by one fault. ``schedule``: the smallest that is known, a path.

    ``root`` stands for what that one does: groups of one root are one trouble seen twice.
    ``note``: why it is not sure; ``aside``: what else has to be known of it; ``why``: what that
    case says beside the message, as how the POS ended.
    """

    check: str
    fault: str
    count: int
    message: str
    schedule: str
    feature: str = ""
    note: str = ""
    aside: str = ""
    root: str = ""
    why: str = ""

    @property
    def liveness(self) -> bool:
        """Whether the POS does not come back, rather than do something wrong."""
        return self.check in LIVENESS


@dataclass(frozen=True, slots=True)
class Outcome:
    """A campaign that is over. ``missing``: recovery paths that it should have seen.

    ``broke``: in so many trials the bench itself did.
    """

    verdict: str
    counts: dict[str, int]
    groups: tuple[Group, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    total: int
    broke: int = 0

    @property
    def runs(self) -> int:
        """How many trials are in the store."""
        return sum(self.counts.values())

    @property
    def exit_status(self) -> int:
        """The contract's."""
        unsure = BROKEN if self.broke else UNKNOWN
        return {"pass": PASSED, "fail": FAILED}.get(self.verdict, unsure)


def outcome(about: About, store: Store, stopped: str, groups: tuple[Group, ...]) -> Outcome:
    """The verdict: fail, then unknown, then pass. A campaign that saw too little is unknown."""
    counts = store.counts()
    sure = [group for group in groups if not group.note]
    missing = missing_marks(store.marks(), (fault for fault, _, _ in store.strikes()))
    notes = [f"the POS is not deterministic: {about.differs}"] * bool(about.differs)
    notes += [f"not applicable: the POS cannot do {what}" for what in about.left_out]
    notes += [f"no power cut between two flushes: {about.unwatched}"] * bool(about.unwatched)
    notes += [f"{_unknown(f, n)}: {clean(why)}" for f, n, why in store.doubts()]
    notes += [stopped] * bool(stopped)
    ran = counts.get("pass", 0) + counts.get("fail", 0) + counts.get("unknown", 0)
    verdict = "pass"
    if counts.get("fail") and (sure or not groups):
        verdict = "fail"
    elif groups or counts.get("unknown") or missing or not ran or stopped == "interrupted":
        verdict = "unknown"
    return Outcome(verdict, counts, groups, missing, tuple(notes), about.total, store.broke())


def _unknown(fault: str, schedules: int) -> str:
    if fault == NO_FAULT:
        return "unknown without any fault"
    return f"unknown after {fault} (schedules: {schedules})"


def shortened(note: str) -> str:
    """A worker's last words are long, and their end is what matters; the store has them all.

    In the language in which it is told: half a sentence cannot be translated.
    """
    return note if len(note) <= _NOTE else f"{note[: _NOTE // 3]} … {note[-2 * _NOTE // 3 :]}"


def verdict_values(about: About, store: Store, done: Outcome) -> dict[str, object]:
    """The content of ``verdict.json`` (docs/runs.md), and what a campaign adds to it."""
    pos = about.pos
    failed: dict[str, list[dict[str, object]]] = {}
    for group in done.groups:
        row: dict[str, object] = {
            "message": clean(group.message),
            "events": [],
            "schedule": group.schedule,
        }
        failed.setdefault(group.check, []).append(row)
    held = [name for name in store.held() if name not in failed]
    return {
        "tillproof": version(),
        "pos": {
            "name": pos.name,
            "version": pos.version,
            "driver": pos.driver,
            "command": list(pos.command),
            "capabilities": list(pos.capabilities),
        },
        "seed": about.seed,
        "verdict": done.verdict,
        "runs": done.runs,
        "faults": [
            {"name": name, "armed": armed, "fired": fired}
            for name, armed, fired in store.strikes()
            if name != NO_FAULT
        ],
        "checks": [
            *({"name": n, "verdict": "fail", "violations": rows} for n, rows in failed.items()),
            *({"name": name, "verdict": "pass", "violations": []} for name in held),
        ],
        "not_exercised": [],
        "not_applicable": [{"what": what, "why": why} for what, why in about.disabled.items()],
        "campaign": {
            "workload": about.workload,
            "planned": done.total,
            "folded": about.folded,
            "counts": done.counts,
            "missing": list(done.missing),
            "notes": [shortened(note) for note in done.notes],
        },
    }


def write_verdict(values: dict[str, object], path: Path) -> None:
    """Write the file; a reader never sees half of it. Raises OSError."""
    made = path.with_name(f".{path.name}.new")
    made.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    made.replace(path)


def groups_of(store: Store) -> tuple[Group, ...]:
    """The failures by check and fault, each with its first case; most first."""
    found = []
    for check, fault, count in store.groups():
        row = next(store.rows("fail", check, fault, 1))
        message = row.lead.message if row.lead else ""
        path = f"{row.folder}/schedule.json" if row.folder else ""
        found.append(Group(check, fault, count, message, path, why=row.finding.why))
    return tuple(found)
