"""What benchmarks share."""

from collections.abc import Callable

import pytest

Say = Callable[[str], None]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Prints a figure past the capture, at once."""

    def said(text: str) -> None:
        with capsys.disabled():
            print(text, flush=True)

    return said
