"""The books as their file has them: read beside the host that writes them, on any thread.

What is read is what was durable when reading began. A ledger of a million rows takes seconds, in
which SQLite lets other threads run.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emulators.errors import TillproofError

Item = dict[str, Any]
_FIGURES = ("debits_count", "debits_minor", "credits_count", "credits_minor")
_SUMS = ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in _FIGURES)
_TERMINALS = f"""
    SELECT opened.terminal, coalesce(merchant, '') AS merchant, {_SUMS}
    FROM (SELECT DISTINCT terminal FROM batches) AS opened
    LEFT JOIN (SELECT terminal, merchant, max(seq) FROM terminals GROUP BY terminal)
        USING (terminal)
    LEFT JOIN batch_totals USING (terminal)
    GROUP BY opened.terminal ORDER BY opened.terminal
"""  # noqa: S608  (names of columns)
_DISAGREEMENTS = """
    SELECT 'terminal ' || terminal || ', batch ' || batch
        || ': the journal does not come to what stands' AS said FROM imbalances
"""
_OPENINGS = "SELECT * FROM batches WHERE ? IN ('', terminal) ORDER BY seq"
_CONTENTS = f"""
    SELECT terminal, batch, min(seq) AS seq, min(business_date) AS business_date,
        count(DISTINCT trace) AS transactions, {_SUMS}
    FROM journal WHERE ? IN ('', terminal) GROUP BY terminal, batch
"""  # noqa: S608


class ReadingError(TillproofError):
    """The file of the books cannot be read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``business_date`` is the host's: the file has it only when it was moved."""

    path: Path
    business_date: str

    def books(self) -> Item:
        """What stands for each terminal and merchant, and where the books disagree: nowhere."""
        with self._opened() as file:
            terminals = [dict(row) for row in file.execute(_TERMINALS)]
            disagreements = [row["said"] for row in file.execute(_DISAGREEMENTS)]
        return {
            "business_date": self.business_date,
            "terminals": terminals,
            "merchants": _merchants(terminals),
            "disagreements": disagreements,
        }

    def batches(self, terminal: str = "") -> list[Item]:
        """Every batch in the order of opening, or those of one terminal, with its totals now."""
        with self._opened() as file:
            contents = {_name(row): row for row in file.execute(_CONTENTS, (terminal,))}
            rows = list(file.execute(_OPENINGS, (terminal,)))
        found: dict[tuple[str, str], Item] = {}
        for row in rows:
            if row["state"] == "opened":
                found[_name(row)] = _batch(row, contents.pop(_name(row), None))
            else:
                closed = {"closed_how": row["how"], "next_batch": row["next_batch"]}
                found[_name(row)] |= {"open": False, **closed}
        # What is left was never opened: somebody reversed what had not come.
        return [*found.values(), *(_batch(row, row) | {"open": False} for row in contents.values())]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The file for one reading of a single moment. Raises ReadingError."""
        try:
            with closing(
                sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)
            ) as file:
                file.row_factory = sqlite3.Row
                file.execute("BEGIN")
                yield file
        except sqlite3.Error as error:
            raise ReadingError(f"the books {self.path} cannot be read: {error}") from None


def _name(row: sqlite3.Row) -> tuple[str, str]:
    return row["terminal"], row["batch"]


def _batch(opened: sqlite3.Row, content: sqlite3.Row | None) -> Item:
    return {
        "terminal": opened["terminal"],
        "batch": opened["batch"],
        "open": True,
        "business_date": opened["business_date"],
        "closed_how": "",
        "next_batch": "",
        "transactions": 0 if content is None else content["transactions"],
        **{name: 0 if content is None else content[name] for name in _FIGURES},
    }


def _merchants(terminals: list[Item]) -> list[Item]:
    """The same sums by merchant."""
    found: dict[str, Item] = {}
    for item in terminals:
        if name := item["merchant"]:
            held = found.setdefault(name, {"merchant": name, **dict.fromkeys(_FIGURES, 0)})
            for figure in _FIGURES:
                held[figure] += item[figure]
    return [found[name] for name in sorted(found)]
