"""A virtual printer that stands in for a real one: real sockets and lines, and hands by a pipe."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from emulators.faults.fault import catalogue
from harness.config import Config, parse_config
from harness.serve.control import listen_to_pipe
from harness.serve.operator import Operator
from harness.serve.printer import KEYS
from harness.testing.printer import PrinterFace, lone_printer

catalogue()  # so that the first fault of a stand-in does not wait for the imports
DEEDS = {
    "paper": {"out": "take paper out", "load": "load paper"},
    "cover": {"open": "open cover", "close": "close cover"},
    "power": {"off": "power off", "on": "power on"},
}


@dataclass(frozen=True)
class StandIn:
    """A printer by its port as a lab writes it, and the pipe that its parts are moved by."""

    port: str
    pipe: Path
    face: PrinterFace | None = None  # None: it is a process of its own

    def config(self, pos_link: str = "tcp", **lab: object) -> Config:
        """A bench with it at the end of a tap."""
        deeds = {
            part: {verb: f"echo {words} > {self.pipe}" for verb, words in verbs.items()}
            for part, verbs in DEEDS.items()
        }
        values = {
            "pos": {"settling_s": 0.1},
            "acquirer": {"host_timeout_s": 0.5},
            "printer": {"link": "tap", "port": self.port},
            "lab": {"pos_link": pos_link, **deeds, **lab},
        }
        return parse_config(values, "test", self.pipe.parent)

    def obey(self, line: str) -> None:
        """Do something to it by hand."""
        with self.pipe.open("w") as pipe:
            pipe.write(line + "\n")


MakeStandIn = Callable[..., StandIn]


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[MakeStandIn]:
    """Make printers: over TCP, or on a serial line; of a model."""
    with contextlib.ExitStack() as end:

        def make(kind: str = "tcp", model: str = "TM-T88V") -> StandIn:
            path = tmp_path / f"tty{time.monotonic_ns()}" if kind == "serial" else None
            face = end.enter_context(lone_printer(model, path))
            port = str(path) if path else f"socket://127.0.0.1:{face.port}"
            pipe = tmp_path / f"pipe{time.monotonic_ns()}"
            stage = face._stage
            operator = Operator(
                stage.nemesis, str, KEYS, lambda _: None, lambda: None, lambda _: None
            )
            hold = contextlib.ExitStack()
            stage.do(lambda: listen_to_pipe(pipe, operator, stage.loop.loop, hold))
            end.callback(lambda: stage.do(hold.close))
            return StandIn(port, pipe, face)

        yield make
