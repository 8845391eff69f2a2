"""``tillproof`` inside this process, for what needs no signals."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.cli import main


@dataclass(frozen=True)
class Ended:
    """What a call left."""

    status: int
    out: str
    err: str


Tillproof = Callable[..., Ended]


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where processes keep what is gone at their end; one that is killed cannot tidy up."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def tillproof(capfd: pytest.CaptureFixture[str]) -> Tillproof:
    def call(*arguments: object) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        status = ended.value.code
        assert isinstance(status, int)
        return Ended(status, out, err)

    return call
