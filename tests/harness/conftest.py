"""Small POS programs of the tests' own, and a bench on them."""

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.config import Config, parse_config
from harness.faults import add_harness_faults

add_harness_faults()

# A POS that answers everything at once and touches no device. A test overrides ``answer``.
TINY_POS = """
import json, sys

def say(number, result):
    print(json.dumps({"jsonrpc": "2.0", "id": number, "result": result}), flush=True)

def answer(method, params):
    if method == "hello":
        return {"name": "tiny", "version": "1", "contract": 1, "capabilities": ["sale.card"]}
    if method == "status":
        return {"ready": True, "printer": "ok", "acquirer": "ok", "alerts": [],
                "pending": {"reversals": 0, "receipts": 0}, "unsettled": 0, "outcomes": {}}
    if method in ("sale", "void", "refund"):
        return {"outcome": "failed", "receipt": "none", "reason": "a test"}
    return {}

#OVERRIDE#

for line in sys.stdin:
    call = json.loads(line)
    result = answer(call["method"], call["params"])
    if result is not None:
        say(call["id"], result)
    if call["method"] == "shutdown":
        break
"""

MakeConfig = Callable[..., Config]


@pytest.fixture
def tiny(tmp_path: Path) -> MakeConfig:
    """A configuration whose POS is the tiny one, with some of it overridden."""

    def make(override: str = "", **pos: object) -> Config:
        program = tmp_path / "tiny_pos.py"
        program.write_text(TINY_POS.replace("#OVERRIDE#", textwrap.dedent(override)))
        command = [sys.executable, "-S", str(program)]
        return parse_config({"pos": {"command": command, **pos}}, "test", tmp_path)

    return make
