"""``tillproof acquirer``: a client made of a socket and pyiso8583."""

import os
import random
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import iso8583
import pytest
from iso8583.specs import default_ascii

from .child import DEADLINE_S, Child

TERMINAL = {"41": "TP000001", "42": "TILLPROOF000001"}
COMMON = {"7": "1121120000", "12": "120000", "13": "1121", **TERMINAL}
MONEY = {"2": "4111111111111111", "3": "000000", "4": "000000001250", "49": "156"}
CARD = {"14": "3012", "22": "051", "25": "00"}


class Client:
    """One connection of a terminal."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._socket = socket.create_connection(address, DEADLINE_S)
        self._file = self._socket.makefile("rb")

    def close(self) -> None:
        self._file.close()
        self._socket.close()

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def ask(self, mti: str, trace: int, **elements: dict[str, str]) -> dict[str, str]:
        message = {"t": mti, "11": f"{trace:06d}", **COMMON}
        for some in elements.values():
            message |= some
        raw, _ = iso8583.encode(message, default_ascii)
        self.send(len(raw).to_bytes(2, "big") + bytes(raw))
        return self.answer()

    def answer(self) -> dict[str, str]:
        length = int.from_bytes(self._file.read(2), "big")
        decoded, _ = iso8583.decode(self._file.read(length), default_ascii)
        return dict(decoded)

    def sign_on(self) -> dict[str, str]:
        answer = self.ask("0800", 1, code={"70": "001"})
        assert answer["39"] == "00"
        return {"60": answer["60"]}


@pytest.fixture
def acquirer() -> Iterator[Child]:
    with Child("acquirer", "--listen", "127.0.0.1:0") as child:
        yield child


@pytest.fixture
def client(acquirer: Child) -> Iterator[Client]:
    with closing(Client(acquirer.address())) as client:
        yield client


def test_sign_on_sale_and_reversal(acquirer: Child, client: Client) -> None:
    batch = client.sign_on()
    sale = client.ask("0200", 2, money=MONEY, card=CARD, batch=batch)
    assert (sale["t"], sale["39"], sale["4"]) == ("0210", "00", MONEY["4"])
    assert len(sale["37"]) == 12
    reversal = client.ask("0400", 2, money=MONEY, batch=batch)
    assert (reversal["t"], reversal["39"]) == ("0410", "00")
    told = "\n".join(acquirer.err.until("change=reversed"))
    assert "2=411111******1111" in told
    assert MONEY["2"] not in told
    assert "data_hex" not in told
    assert acquirer.end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_status_0_while_terminals_are_connected(
    acquirer: Child, client: Client, number: signal.Signals
) -> None:
    client.sign_on()
    assert acquirer.end(number) == 0


def test_the_books_stay_in_the_file_that_was_named(tmp_path: Path) -> None:
    books = tmp_path / "books.sqlite"
    for trace in (2, 3):
        with Child("acquirer", "--listen", "127.0.0.1:0", "--books", books) as child:
            with closing(Client(child.address())) as client:
                batch = client.sign_on()
                assert client.ask("0200", trace, money=MONEY, card=CARD, batch=batch)["39"] == "00"
            assert child.end() == 0
    with closing(sqlite3.connect(books)) as file:
        rows = file.execute("SELECT trace, amount_minor FROM journal ORDER BY seq").fetchall()
    assert rows == [("000002", 1250), ("000003", 1250)]
    assert [path.name for path in tmp_path.iterdir()] == ["books.sqlite"]


def test_books_that_were_not_named_are_gone_afterwards(temporary: Path) -> None:
    with Child("acquirer", "--listen", "127.0.0.1:0") as child:
        child.address()
        assert list(temporary.glob("*/books.sqlite"))
        assert child.end() == 0
    assert not list(temporary.iterdir())


def test_a_fault_strikes_at_its_trigger() -> None:
    fault = "host.decline:code=51@message(0200,booking,nth=2)"
    with Child("acquirer", "--listen", "127.0.0.1:0", "--fault", fault) as child:
        with closing(Client(child.address())) as client:
            batch = client.sign_on()
            codes = [
                client.ask("0200", trace, money=MONEY, card=CARD, batch=batch)["39"]
                for trace in (2, 3, 4)
            ]
        assert codes == ["00", "51", "00"]
        child.err.until(r"fault\.fired.*host\.decline")


def test_the_operator_takes_the_host_down_and_up_and_asks_how_it_is() -> None:
    terminal, stdin = os.openpty()
    with Child("acquirer", "--listen", "127.0.0.1:0", stdin=stdin) as child:
        os.close(stdin)
        address = child.address()
        os.write(terminal, b"host down\n")
        child.err.until(r"link\.state.*down")
        with pytest.raises(ConnectionRefusedError):
            Client(address)
        os.write(terminal, b"host up\n")
        child.err.until(r"link\.state.*up")
        with closing(Client(address)) as client:
            batch = client.sign_on()
            assert client.ask("0200", 2, money=MONEY, card=CARD, batch=batch)["39"] == "00"
        os.write(terminal, b"status\n")
        child.err.until("terminal TP000001, batch 000001: 1 debits 12.50, 0 credits 0.00")
        os.write(terminal, b"quit\n")
        assert child.process.wait(DEADLINE_S) == 0
    os.close(terminal)


def test_only_the_terminals_that_were_named_are_known() -> None:
    with (
        Child("acquirer", "--listen", "127.0.0.1:0", "--terminal", "TP000009") as child,
        closing(Client(child.address())) as client,
    ):
        assert client.ask("0800", 1, code={"70": "001"})["39"] == "58"


def test_random_bytes_and_broken_off_messages_disturb_no_neighbour(
    acquirer: Child,
) -> None:
    address = acquirer.address()
    with closing(Client(address)) as half, closing(Client(address)) as good:
        half.send(b"\xff\xff\x30\x32\x30")
        for seed in range(20):
            with closing(Client(address)) as bad:
                bad.send(random.Random(seed).randbytes(500))
        batch = good.sign_on()
        assert good.ask("0200", 2, money=MONEY, card=CARD, batch=batch)["39"] == "00"
    assert acquirer.end() == 0


def test_two_hundred_connections_at_once_are_all_answered(acquirer: Child) -> None:
    address = acquirer.address()
    crowd = [Client(address) for _ in range(200)]
    codes = {client.ask("0800", 1, code={"70": "301"})["39"] for client in crowd}
    for client in crowd:
        client.close()
    assert codes == {"00"}
    assert acquirer.end() == 0
