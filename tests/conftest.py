"""The longest tests are begun first, so that none is left to one worker at the end."""

import pytest


def about_s(item: pytest.Item) -> float:
    """What its mark ``slow`` says that it takes; the nearest mark counts."""
    mark = item.get_closest_marker("slow")
    return 0.0 if mark is None else float(mark.args[0]) if mark.args else 1.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=about_s, reverse=True)
