"""Everything that a campaign leaves for people and programs, written in one go at its end."""

from pathlib import Path

from harness.explore.about import About
from harness.explore.lists import write_junit, write_sarif
from harness.explore.outcome import Outcome, verdict_values, write_verdict
from harness.explore.page import write_page
from harness.explore.store import Store


def publish(
    about: About, store: Store, done: Outcome, folder: Path, language: str = "en"
) -> dict[str, object]:
    """Write ``verdict.json``, ``report.html``, ``junit.xml`` and ``findings.sarif``.

    The answer is the content of ``verdict.json``. Raises OSError.
    """
    values = verdict_values(about, store, done)
    write_verdict(values, folder / "verdict.json")
    write_junit(about, store, done, folder / "junit.xml")
    write_sarif(done, folder / "findings.sarif")
    write_page(about, store, done, folder, language)
    return values
