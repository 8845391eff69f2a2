"""A phrase means the same in every dialect."""

from types import SimpleNamespace
from typing import cast

import pytest

from harness.bdd.scene import Scene
from harness.bdd.steps.host_faults import upload_lost


@pytest.mark.parametrize(("dialect", "mti"), [("iso87-ascii", "0320"), ("iso93", "1324")])
def test_a_record_of_an_upload_has_another_mti_in_1993(dialect: str, mti: str) -> None:
    armed: list[str] = []
    config = SimpleNamespace(acquirer=SimpleNamespace(dialect=dialect))
    bench = SimpleNamespace(config=config, arm=armed.append)
    upload_lost(cast("Scene", SimpleNamespace(bench=bench)), 2)
    assert armed == [f"host.upload_lost@message({mti},request,nth=2)"]
