"""Terminals made of ISO 8583 libraries that were not written here complete a day over TCP.

npm's ``iso_8583`` (ASCII) is found through ``NODE_PATH``; pyiso8583 (BCD, with the keys and MACs of
China UnionPay beside it) is always there.
"""

import json
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.unionpay_till import Terminal

from .child import DEADLINE_S, Child

DAY = Path(__file__).parent / "clients" / "day.js"


def has_node_module(name: str) -> bool:
    node = shutil.which("node")
    if node is None:
        return False
    words = [node, "-e", f"require('{name}')"]
    return subprocess.run(words, capture_output=True, check=False, timeout=20).returncode == 0


@pytest.mark.slow
def test_a_day_of_npms_iso_8583() -> None:
    if not has_node_module("iso_8583"):
        pytest.skip("npm install iso_8583, and NODE_PATH to its node_modules")
    with Child("acquirer", "--listen", "127.0.0.1:0") as child:
        port = child.out.line().rpartition(":")[2]
        done = subprocess.run(
            ["node", DAY, "127.0.0.1", port],
            capture_output=True,
            check=True,
            env=os.environ,
            text=True,
            timeout=DEADLINE_S,
        )
        said = [json.loads(line) for line in done.stdout.splitlines()]
        assert [item["mti"] for item in said] == ["0810", "0210", "0210", "0210", "0410", "0510"]
        assert {item["code"] for item in said} == {"00"}
        child.err.until("books.batch .*state=closed how=settlement")


class Line:
    """One connection: a message and its answer."""

    def __init__(self, sock: socket.socket) -> None:
        self._file = sock.makefile("rwb")

    def ask(self, message: bytes) -> bytes:
        self._file.write(message)
        self._file.flush()
        length = self._file.read(2)
        return length + self._file.read(int.from_bytes(length))


def test_a_unionpay_day_of_pyiso8583_in_bcd() -> None:
    till = Terminal()
    with Child("acquirer", "--listen", "127.0.0.1:0", "--dialect", "unionpay") as child:
        port = int(child.out.line().rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), DEADLINE_S) as sock:
            line = Line(sock)
            till.take_keys(till.read(line.ask(till.sign_on())))
            sold = till.read(line.ask(till.money("purchase", 1, 1250)))
            reversed_ = till.money("purchase", 2, 300)
            codes = [till.read(line.ask(reversed_))["39"]]
            back = till.money("purchase", 2, 300, {39: "98"}, mti="0400")
            codes.append(till.read(line.ask(back))["39"])
            told: dict[int, str | None] = {37: sold["37"], 61: "000001000001"}
            codes.append(till.read(line.ask(till.money("void", 3, 1250, told)))["39"])
            settled = till.read(line.ask(till.settle(4, Totals(1, 1250, 1, 1250))))
    assert [sold["39"], *codes] == ["00"] * 4
    assert settled["48"][30] == "1"  # the domestic group agrees
    assert till.wrong_macs == []
