"""What plain behave leaves: what ``tillproof run`` does, written after the last scenario."""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from harness import version
from harness.bdd.session import Outcome, Session
from harness.config import load_config
from harness.reports.allure.write import write_allure
from harness.reports.folder import make_run_folder
from harness.reports.publish import publish
from harness.reports.summary import NotApplicable, PosInfo, RunSummary


class Alone:
    """A run that behave itself was started for."""

    def __init__(self) -> None:
        folder = make_run_folder(Path("runs"), "behave")
        self.session = Session(load_config(), folder, self._hear, alone=True, finish=self.finish)
        self._outcomes: list[Outcome] = []
        self._started, self._start_s = datetime.now(UTC), time.monotonic()

    def _hear(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)

    def finish(self, allure: str) -> None:
        """Write verdict, report and JUnit, and Allure results into a folder when one is named."""
        config = self.session.config
        called = [outcome.pos for outcome in self._outcomes if outcome.pos is not None]
        summary = RunSummary(
            name="behave",
            tillproof=version(),
            pos=called[0] if called else PosInfo(config.pos.name),
            seed=self.session.seed,
            started=self._started,
            duration_s=round(time.monotonic() - self._start_s, 3),
            scenarios=tuple(outcome.result for outcome in self._outcomes),
            disabled=tuple(NotApplicable(*one) for one in config.checks.disable.items()),
        )
        summary = publish(summary, self.session.folder)
        if allure:
            write_allure(summary, Path(allure), os.environ)
        sys.stderr.write(f"report: {self.session.folder.report}\n")
