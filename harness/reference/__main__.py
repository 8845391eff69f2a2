"""``python -m harness.reference`` writes the pages into ``docs/``."""

from pathlib import Path

from harness.reference.pages import PAGES

for name, page in PAGES.items():
    Path("docs", name).write_text(page(), encoding="utf-8")
