"""The longest tests are begun first, so that none is left to one worker at the end; a browser.

Random tests have no clock: a busy machine is slow to draw and to run, and no worse for it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "any-machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")


def about_s(item: pytest.Item) -> float:
    """What its mark ``slow`` says that it takes; the nearest mark counts."""
    mark = item.get_closest_marker("slow")
    return 0.0 if mark is None else float(mark.args[0]) if mark.args else 1.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=about_s, reverse=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium; for modules that are marked ``IN_A_BROWSER``."""
    from tests.browser import ARGS, PROGRAM, playwright  # noqa: PLC0415  (it may not be there)

    with playwright.sync_playwright() as running:
        made = running.chromium.launch(executable_path=PROGRAM, args=ARGS)
        yield made
        made.close()
