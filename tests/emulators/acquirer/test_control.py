"""What is asked of a host in Python, where it is more than the API's tests show."""

from pathlib import Path

import pytest

from emulators.acquirer.control import Control
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till


@pytest.fixture
def control() -> Control:
    """Two terminals, the first with a closed batch of three sales and an empty one."""
    rig = Rig(HostSettings(terminals=("*",)))
    one, two = Till(), Till(terminal="TP000002")
    for trace in (1, 2, 3):
        rig.rrn(one.sale(trace, 100))
    rig.rrn(two.sale(1, 100))
    assert rig.code(one.settle(900, Totals(3, 300))) == "00"
    rig.rrn(two.sale(2, 100))
    return Control(rig.host, rig.history, rig.nemesis, Path("unread"))


@pytest.mark.parametrize("limit", range(1, 7))
def test_pages_of_transactions_make_up_the_whole(control: Control, limit: int) -> None:
    whole = [(item["terminal"], item["trace"]) for item in control.transactions()]
    assert len(whole) == 5
    pages = [control.transactions(after=after, limit=limit) for after in range(0, 6, limit)]
    assert [(item["terminal"], item["trace"]) for page in pages for item in page] == whole
    assert all(len(page) <= limit for page in pages)


def test_a_page_of_one_batch(control: Control) -> None:
    mine = control.transactions("TP000001", "000001", after=1)
    assert [item["trace"] for item in mine] == ["000002", "000003"]
    assert control.transactions("TP000001", "000002") == []
    assert control.transactions("TP000002", after=2) == []
