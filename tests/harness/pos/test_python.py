"""The driver ``python``: a class of the user's."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from harness.bench import Bench
from harness.config import Config, ConfigError, parse_config
from harness.errors import NotApplicable
from harness.events import PosEnded, PosReady
from harness.pos.drivers.registry import driver_for, why_not_startable

TILL = """
from pathlib import Path

class Till:
    def __init__(self, env):
        self.folder = Path(env["TILLPROOF_DATA_DIR"])

    def sale(self, reference, amount, currency, tender, card=None):
        sold = self.folder / reference
        again, _ = sold.exists(), sold.touch()
        return {"outcome": "approved", "receipt": "none", "trace": None, "reason": f"{again}"}

    def status(self):
        return {"ready": True, "pending": {}}

    def void(self, reference):
        raise ValueError(f"no {reference}, card 4111111111111111")

    def refund(self, **all):
        raise NotImplementedError("not on Sundays")

    def reprint(self, reference=""):
        return 12

    def settle(self):
        return {"outcome": {1, 2}}

    def close(self):
        (self.folder / "closed").touch()
"""
Make = Callable[..., Config]
numbers = count(1)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A configuration with a class, in a module of its own for each: modules are imported once."""

    def made(more: str = "", name: str = "Till", **pos: object) -> Config:
        module = f"till_{next(numbers)}"
        (tmp_path / f"{module}.py").write_text(TILL + more, encoding="utf-8")
        given = {"driver": "python", "class": f"{module}:{name}", **pos}
        return parse_config({"pos": given}, "test", tmp_path)

    return made


def test_its_methods_are_the_calls(make: Make, tmp_path: Path) -> None:
    with Bench(make(), tmp_path / "run") as bench:
        assert bench.pos.hello.result["capabilities"] == [
            "sale.card", "void", "refund", "reprint", "settle",
        ]  # fmt: skip
        assert bench.operator.sale("T1", 1250).result == {
            "outcome": "approved", "receipt": "none", "reason": "False",
        }  # fmt: skip
        lacks = bench.operator.refund("T2", 100)
        assert (lacks.status, lacks.reason) == ("not_applicable", "not on Sundays")
        assert bench.operator.on_card("balance", "T3", 1).reason == "Till has no method balance"
        assert bench.operator.reprint().reason == "reprint returned '12', which is no mapping"
        assert "which JSON cannot" in bench.operator.settle().reason.replace("what", "which")
    assert (tmp_path / "run" / "pos-data" / "closed").exists()
    assert [ended.asked for _, ended in bench.history.of(PosEnded)] == [True]


def test_what_it_raises_is_told_and_logged(make: Make, tmp_path: Path) -> None:
    with Bench(make(), tmp_path / "run") as bench:
        reply = bench.operator.void("T1")
    assert reply.status == "error"
    assert reply.reason.startswith("void raised ValueError: no T1")
    assert reply.reason.endswith("see pos.stderr.log")
    log = (tmp_path / "run" / "pos.stderr.log").read_text(encoding="utf-8")
    assert "Traceback" in log
    assert "4111111111111111" not in log


def test_one_that_cannot_be_made_does_not_answer_hello(make: Make, tmp_path: Path) -> None:
    broken = "\nclass Broken(Till):\n    def __init__(self, env): raise KeyError('PORT')\n"
    with Bench(make(broken, "Broken"), tmp_path / "run") as bench:
        assert "hello raised KeyError: 'PORT'" in bench.pos.hello.reason


def test_one_that_hangs_is_given_up(make: Make, tmp_path: Path) -> None:
    hangs = "\nimport threading\nclass Hangs(Till):\n    gate = threading.Event()\n"
    hangs += "    def sale(self, **all):\n        self.gate.wait()\n"
    with Bench(make(hangs, "Hangs", reply_within_s=0.1), tmp_path / "run") as bench:
        assert bench.operator.sale("T1", 1).reason == "no answer within 0.1 s"
        kind = driver_for(bench.config)._kind  # type: ignore[attr-defined]
        kind.gate.set()


def test_it_is_killed_only_where_it_says_how(make: Make, tmp_path: Path) -> None:
    with Bench(make(), tmp_path / "a") as bench:
        with pytest.raises(NotApplicable, match="the class Till has no method kill"):
            bench.arm("pos.kill@now")
        with pytest.raises(NotApplicable, match="it cannot be frozen"):
            bench.arm("pos.freeze@now")
    kills = "\nclass Killed(Till):\n    def kill(self): (self.folder / 'killed').touch()\n"
    with Bench(make(kills, "Killed"), tmp_path / "b") as bench:
        bench.arm("pos.kill@now")
        bench.open_shop()
        assert bench.operator.sale("T1", 1250).outcome == "approved"
    assert (tmp_path / "b" / "pos-data" / "killed").exists()
    assert [ready.start for _, ready in bench.history.of(PosReady)] == [1, 2]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("till", "write it as module:Class"),
        ("no_such_module:Till", "ModuleNotFoundError"),
        ("json:Till", "AttributeError"),
        ("json:dumps", "no class with a method sale"),
        ("", "needs pos.class"),
    ],
)
def test_what_is_no_class(tmp_path: Path, name: str, said: str) -> None:
    config = parse_config({"pos": {"driver": "python", "class": name}}, "test", tmp_path)
    assert said in str(why_not_startable(config))
    with pytest.raises(ConfigError):
        driver_for(config)
