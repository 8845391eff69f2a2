"""Feature files as pytest tests: an item a scenario, each on a bench in a process of its own."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from emulators.errors import TillproofError
from harness.bdd.selection import Chosen, select
from harness.checks.result import Verdict
from harness.reports.summary import ScenarioResult, Status


class FeatureFile(pytest.File):
    """One ``.feature``."""

    def collect(self) -> Iterable["ScenarioItem"]:
        """Its scenarios; a file that cannot be read is an error of the collection."""
        try:
            chosen = select([str(self.path)])
        except TillproofError as error:
            raise self.CollectError(str(error)) from None
        for one in chosen:
            item = ScenarioItem.from_parent(self, name=one.name, chosen=one)
            item.extra_keyword_matches.update(one.tags)
            for tag in filter(_may_be_a_marker, one.tags):
                _make_known(self.config, tag)
                item.add_marker(tag)
            yield item


def _may_be_a_marker(tag: str) -> bool:
    """Whether pytest can have a marker of that name: it ends one at a colon or a bracket."""
    return not set(":(") & set(tag)


def _make_known(config: pytest.Config, tag: str) -> None:
    """A team that asks for ``--strict-markers`` has not misspelt the tags of its scenarios."""
    if not any(line.partition(":")[0] == tag for line in config.getini("markers")):
        config.addinivalue_line("markers", f"{tag}: a tag of scenarios")


class ScenarioItem(pytest.Item):
    """One scenario, or one row of an outline."""

    def __init__(self, *, chosen: Chosen, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._chosen = chosen

    def runtest(self) -> None:
        """Run it as ``tillproof run FILE:LINE`` does."""
        from harness.runs import Request, run  # noqa: PLC0415  (behave, only when it is used)
        from harness.testing.allure import attach_stored  # noqa: PLC0415

        given = self.config.getoption("--tillproof-config")
        kept = Path(self.config.getoption("--tillproof-results") or self._scratch())
        asked = Request(
            features=(self._chosen.location,),
            config=Path(given) if given else None,
            results_dir=kept,
            name=self.name,
        )
        finished = run(asked, lambda _: None)
        (result,) = finished.summary.scenarios
        if result.folder is not None:
            attach_stored(self.config, result.results, result.folder)
        self._conclude(result, finished.folder.path)

    def _scratch(self) -> Path:
        factory: pytest.TempPathFactory = self.config._tmp_path_factory  # type: ignore[attr-defined]  # noqa: SLF001
        return factory.mktemp("tillproof")

    def _conclude(self, result: ScenarioResult, folder: Path) -> None:
        if result.status is Status.NOT_APPLICABLE:
            pytest.skip(result.not_applicable)
        if result.status is not Status.PASS:
            said = [result.error, *_sentences(result), *result.reasons, *result.left_behind]
            said.append(f"evidence: {folder}")
            raise ScenarioError("\n".join([result.status.value, *filter(None, said)]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:  # noqa: ARG002
        """Sentences, no traceback, for what the POS or the user did."""
        if isinstance(excinfo.value, ScenarioError | TillproofError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands."""
        line = int(self._chosen.location.rpartition(":")[2])
        return self.path, line - 1, f"scenario: {self.name}"


class ScenarioError(Exception):
    """A scenario did not pass; the text says why."""


def _sentences(result: ScenarioResult) -> list[str]:
    failed = [one for one in result.results if one.verdict is Verdict.FAIL]
    return [f"{one.check}: {v.message}" for one in failed for v in one.violations]
