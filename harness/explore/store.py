"""The store of a campaign: one SQLite file; what was judged survives a kill of the explorer.

A row is committed as soon as its trial is through. The explorer holds none of them in memory.
"""

import errno
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from emulators.errors import UsageError
from harness.explore.plan import Planned
from harness.explore.schedule import Schedule, parse_schedule, schedule_values
from harness.explore.trial import Broken, Finding
from harness.explore.worker import FINDING

NAME = "campaign.sqlite"
_CHECK = "check:"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS trial (
  depth INTEGER NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, fault TEXT NOT NULL,
  moment TEXT NOT NULL, folded INTEGER NOT NULL, verdict TEXT NOT NULL, lead TEXT NOT NULL,
  schedule TEXT NOT NULL, finding TEXT NOT NULL, folder TEXT NOT NULL,
  PRIMARY KEY (depth, number));
CREATE INDEX IF NOT EXISTS by_lead ON trial (verdict, lead, fault);
CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY);
"""


class StoreError(OSError):
    """The store cannot be written: the disk is full, or the folder has gone.

    What was stored before is there; what is under way has not been judged yet.
    """


@dataclass(frozen=True, slots=True)
class Row:
    """A stored trial."""

    planned: Planned
    finding: Finding
    folder: str

    @property
    def lead(self) -> Broken | None:
        """The check that it failed first, if any."""
        return self.finding.broken[0] if self.finding.broken else None


class Store:
    """The file ``campaign.sqlite`` of a campaign's folder. One writer."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._base = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        try:
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.executescript(_SCHEMA)
        except sqlite3.Error:
            self._base.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def note(self, name: str, value: object) -> None:
        """Keep something about the campaign."""
        text = json.dumps(value, ensure_ascii=False)
        try:
            self._base.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, text))
        except sqlite3.OperationalError as error:
            raise self._full(error) from None

    def noted(self, name: str) -> object:
        """What was kept under that name; None for nothing."""
        row = self._base.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return None if row is None else json.loads(row[0])

    def add(self, planned: Planned, finding: Finding, folder: str) -> None:
        """Keep a judged trial; it is durable when this returns. Raises StoreError."""
        lead = finding.broken[0].check if finding.broken else ""
        values = (
            planned.depth, planned.number, planned.schedule.id, planned.fault, planned.moment,
            planned.folded, finding.verdict, lead,
            json.dumps(schedule_values(planned.schedule), ensure_ascii=False),
            FINDING.dump_json(finding).decode(), folder,
        )  # fmt: skip
        news = [(name,) for name in (*finding.marks, *(f"{_CHECK}{c}" for c in finding.held))]
        try:
            self._base.execute("BEGIN")
            self._base.execute(
                "INSERT OR REPLACE INTO trial VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values
            )
            self._base.executemany("INSERT OR IGNORE INTO mark VALUES (?)", news)
            self._base.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise self._full(error) from None

    def _full(self, error: sqlite3.Error) -> StoreError:
        words = f"cannot be written: {error}; make room, then go on with --resume"
        return StoreError(errno.ENOSPC, words, str(self.path))

    def take(self, other: Path) -> None:
        """Add the trials of another campaign's folder; what both have is taken once."""
        self._base.execute("ATTACH ? AS other", (str(other / NAME),))
        columns = (
            "depth, number, id, fault, moment, folded, verdict, lead, schedule, finding,"
            " CASE folder WHEN '' THEN '' ELSE ? || '/' || folder END"
        )
        try:
            self._base.execute(
                f"INSERT OR IGNORE INTO trial SELECT {columns} FROM other.trial",  # noqa: S608
                (str(other.resolve()),),
            )
            self._base.execute("INSERT OR IGNORE INTO mark SELECT name FROM other.mark")
        finally:
            self._base.execute("DETACH other")

    def has(self, planned: Planned) -> bool:
        """Whether that trial was judged before."""
        found = self._base.execute(
            "SELECT id FROM trial WHERE depth = ? AND number = ?", (planned.depth, planned.number)
        ).fetchone()
        return found is not None and found[0] == planned.schedule.id

    def firsts(self) -> Iterator[tuple[Planned, tuple[str, ...]]]:
        """What was passed at depth 1, and where a second fault may strike; a page at a time."""
        last = 0
        while True:
            page = self._base.execute(
                "SELECT number, fault, moment, schedule, finding FROM trial"
                " WHERE depth = 1 AND verdict = 'pass' AND number > ? ORDER BY number LIMIT 100",
                (last,),
            ).fetchall()
            if not page:
                return
            for number, fault, moment, schedule, finding in page:
                last = number
                found = FINDING.validate_json(finding).further
                yield Planned(number, _schedule(schedule), fault, moment), found

    def seconds(self) -> int:
        """How many schedules of depth 2 there are, as far as depth 1 was run."""
        found = self._base.execute(
            "SELECT sum(json_array_length(finding, '$.further')) FROM trial"
            " WHERE depth = 1 AND verdict = 'pass'"
        ).fetchone()
        return int(found[0] or 0)

    def marks(self) -> tuple[str, ...]:
        """The recovery paths that any trial has seen."""
        return tuple(name for name in self._marks() if not name.startswith(_CHECK))

    def held(self) -> tuple[str, ...]:
        """The checks that any trial has exercised and that held there."""
        return tuple(n.removeprefix(_CHECK) for n in self._marks() if n.startswith(_CHECK))

    def _marks(self) -> list[str]:
        return [row[0] for row in self._base.execute("SELECT name FROM mark ORDER BY name")]

    def strikes(self) -> list[tuple[str, int, int]]:
        """Each fault with how many trials armed it last, and in how many of these it struck."""
        return self._base.execute(
            "SELECT fault, count(*), sum(json_extract(finding, '$.fired') >= depth) FROM trial"
            " GROUP BY fault ORDER BY fault"
        ).fetchall()

    def counts(self) -> dict[str, int]:
        """How many trials came to each verdict."""
        rows = self._base.execute("SELECT verdict, count(*) FROM trial GROUP BY verdict")
        return dict(rows.fetchall())

    def broke(self) -> int:
        """In how many trials the bench itself broke."""
        found = self._base.execute(
            "SELECT count(*) FROM trial WHERE verdict = 'unknown'"
            " AND json_extract(finding, '$.broke')"
        ).fetchone()
        return int(found[0])

    def cells(self) -> list[tuple[str, str, str, int, int]]:
        """Rows of the coverage grid: fault, moment, verdict, trials, points folded into them."""
        return self._base.execute(
            "SELECT fault, moment, verdict, count(*), sum(folded) FROM trial"
            " GROUP BY fault, moment, verdict ORDER BY fault, moment, verdict"
        ).fetchall()

    def groups(self) -> list[tuple[str, str, int]]:
        """The failures by check and fault, with their number: most first."""
        return self._base.execute(
            "SELECT lead, fault, count(*) FROM trial WHERE verdict = 'fail'"
            " GROUP BY lead, fault ORDER BY count(*) DESC, lead, fault"
        ).fetchall()

    def doubts(self, most: int = 5) -> list[tuple[str, int, str]]:
        """Why trials are unknown, by fault: the fault, how many, and the first one's reason."""
        return self._base.execute(
            "SELECT fault, count(*), json_extract(finding, '$.why') FROM trial"
            " WHERE verdict = 'unknown' GROUP BY fault ORDER BY count(*) DESC, fault LIMIT ?",
            (most,),
        ).fetchall()

    def kept(self, verdict: str, lead: str, fault: str) -> int:
        """How many trials of that group have their evidence kept."""
        found = self._base.execute(
            "SELECT count(*) FROM trial WHERE verdict = ? AND lead = ? AND fault = ?"
            " AND folder != ''",
            (verdict, lead, fault),
        ).fetchone()
        return int(found[0])

    def rows(self, verdict: str, lead: str = "", fault: str = "", most: int = -1) -> Iterator[Row]:
        """Trials of that verdict (and group), in the order of the plan."""
        cursor = self._base.execute(
            "SELECT depth, number, fault, moment, folded, schedule, finding, folder FROM trial"
            " WHERE verdict = ? AND (? IN ('', lead)) AND (? IN ('', fault))"
            " ORDER BY depth, number LIMIT ?",
            (verdict, lead, fault, most),
        )
        for depth, number, own, moment, folded, schedule, finding, folder in cursor:
            planned = Planned(number, _schedule(schedule), own, moment, folded, depth)
            yield Row(planned, FINDING.validate_json(finding), folder)


def _schedule(text: str) -> Schedule:
    return parse_schedule(json.loads(text), NAME)


def open_store(folder: Path) -> Store:
    """The store of a campaign that was begun before. Raises UsageError when there is none."""
    if not (folder / NAME).is_file():
        raise UsageError(f"{folder} is no campaign's folder: it holds no {NAME}")
    try:
        return Store(folder)
    except sqlite3.Error as error:
        raise UsageError(f"{folder / NAME} cannot be used as a campaign's store: {error}") from None
