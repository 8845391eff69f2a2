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
from tests.emulators.acquirer.unionpay_till import CARD, Terminal

from .child import DEADLINE_S, Child

DAY = Path(__file__).parent / "clients" / "day.js"


def has_node_module(name: str) -> bool:
    node = shutil.which("node")
    if node is None:
        return False
    words = [node, "-e", f"require('{name}')"]
    return subprocess.run(words, capture_output=True, check=False, timeout=120).returncode == 0


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
        first = ["0810 00", *["0210 00"] * 3, "0410 00", "0510 00"]
        second = ["0810 00", "0210 00", "0510 95", "0330 00", "0330 00", "0510 00", "0810 00"]
        assert [f"{item['mti']} {item['code']}" for item in said] == first + second
        assert (said[6]["batch"], said[-1]["batch"]) == ("000002", "000003")
        child.err.until("books.batch .*state=closed how=settlement")
        child.err.until("books.batch .*state=closed how=upload .*debits_count=2 debits_minor=1600")


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
            uploaded = an_upload(till, line)
    assert [sold["39"], *codes] == ["00"] * 4
    assert settled["48"][30] == "1"  # the domestic group agrees
    assert uploaded == ["2", "00", "00", "000003"]
    assert till.wrong_macs == []


def an_upload(till: Terminal, line: Line) -> list[str]:
    """The next day: a sale that the host never got; its verdict, its codes, its next batch."""

    def sign_on(trace: int) -> str:
        answer = till.read(line.ask(till.sign_on(trace=trace)))
        till.take_keys(answer)
        return answer["60"][2:8]

    till.batch = sign_on(5)
    till.read(line.ask(till.money("purchase", 6, 700)))
    settled = till.read(line.ask(till.settle(7, Totals(2, 1600))))
    records = [(6, CARD, 700), (8, CARD, 900)]
    taken = till.read(line.ask(till.upload(9, records)))
    ended = till.read(line.ask(till.end(10, len(records), "202")))
    return [settled["48"][30], taken["39"], ended["39"], sign_on(11)]
