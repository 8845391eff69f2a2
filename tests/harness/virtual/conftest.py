"""A bench in virtual time around a small till, and around the reference POS."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from harness.config import Config, load_config
from harness.faults import add_harness_faults
from harness.pos.protocol import Params
from harness.virtual.bench import MakeTill, VirtualBench
from harness.virtual.find import find_till
from harness.virtual.world import World

MakeBench = Callable[..., VirtualBench]


class SmallTill:
    """It counts its sales on its disk, prints a line each, and waits 100 s where it is told to."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.line = world.connect(world.environ["TILLPROOF_PRINTER"], self)

    def start(self) -> None:
        self.world.log("begins")

    def call(self, number: int, method: str, params: Params) -> None:
        reference = str(params.get("reference", ""))
        if method == "hello":
            abilities = ["sale.cash"]
            self.world.answer(number, {"name": "Small", "version": "1", "capabilities": abilities})
        elif method == "status":
            self.world.answer(number, {"ready": True})
        elif method == "acknowledge":
            self.world.answer(number, {})
        elif method == "shutdown":
            self.world.answer(number, {})
            self.world.exit()
        elif reference == "crash":
            raise ZeroDivisionError("at the till")
        elif reference == "slow":
            self.world.after(100, lambda: self.sell(number, reference))
        elif reference:
            self.sell(number, reference)
        else:
            self.world.refuse(number, -32601, "no such thing")

    def sell(self, number: int, reference: str) -> None:
        try:
            self.world.disk.append("sales", reference.encode() + b"\n")
        except OSError as error:
            self.world.log(str(error))
            self.world.answer(number, {"outcome": "failed"})
            return
        self.line.write(b"SOLD " + reference.encode() + b"\n\x1dV\x00")
        self.world.answer(number, {"outcome": "approved"})

    def line_up(self) -> None:
        self.world.log(f"printer at {self.world.now()}")

    def line_said(self, data: bytes) -> None: ...

    def line_room(self) -> None: ...

    def line_down(self, why: str) -> None:
        self.world.log(f"printer: {why}")


@pytest.fixture
def config() -> Config:
    add_harness_faults()
    return load_config(None, Path("/"))


@pytest.fixture
def reference(config: Config) -> MakeTill:
    return find_till(config)


@pytest.fixture
def made(config: Config, tmp_path: Path) -> MakeBench:
    def make(till: MakeTill = SmallTill, **options: object) -> VirtualBench:
        own: Mapping[str, object] = {"pictures": False, **options}
        return VirtualBench(config, tmp_path / "run", till, **own)  # type: ignore[arg-type]

    return make
