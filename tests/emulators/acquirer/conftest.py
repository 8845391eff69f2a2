"""A host and a till for every test."""

import pytest

from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till


@pytest.fixture
def rig() -> Rig:
    return Rig()


@pytest.fixture
def till() -> Till:
    return Till()
