"""``tillproof acquirer decode``: any dialect's message for a person, masked."""

from pathlib import Path

import pytest

from emulators.acquirer.inspector import inspect
from tests.emulators.acquirer.gateway_till import GatewayTill
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import CARD, Till

from .conftest import Tillproof

SALE = Till().sale(1, 1250)


def test_a_message_with_names_and_without_its_card_number(tillproof: Tillproof) -> None:
    ended = tillproof("acquirer", "decode", SALE.hex())
    assert ended.status == 0
    assert ended.out.startswith("iso87-ascii, guessed by its shape")
    assert "     4  amount, transaction                 000000001250\n" in ended.out
    assert "411111******1111" in ended.out
    assert CARD not in ended.out


@pytest.mark.parametrize("content", [SALE, SALE[2:], SALE.hex().encode(), SALE * 3])
def test_octets_or_digits_with_or_without_length(
    tillproof: Tillproof, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "message"
    file.write_bytes(content)
    ended = tillproof("acquirer", "decode", str(file))
    assert ended.status == 0
    assert ended.out.count("MTI 0200") == (3 if content == SALE * 3 else 1)


def test_a_broken_message_is_shown_up_to_where_it_breaks(tillproof: Tillproof) -> None:
    ended = tillproof("acquirer", "decode", SALE[:75].hex())
    assert ended.status == 3
    assert ended.out.rstrip().endswith("broken here: DE 12: 5 octets are missing")
    assert "000000001250" in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.bin",), "no such file, and no hexadecimal digits"),
        (("ffff",), "looks like no message"),
        (("020",), "two of which are an octet"),
        (("",), "nothing to decode"),
        (("--dialect", "iso2003", "ffff"), "no dialect 'iso2003'"),
    ],
)
def test_wrong_use(tillproof: Tillproof, arguments: tuple[str, ...], said: str) -> None:
    ended = tillproof("acquirer", "decode", *arguments)
    assert (ended.status, ended.out) == (3, "")
    assert said in ended.err


def test_an_octet_that_is_no_character() -> None:
    told = inspect(SALE[:2] + b"\xc2" + SALE[3:], "iso87-ascii")
    assert told.broken
    assert told.text.endswith("c2 is not ASCII")


def test_a_length_that_is_not_the_messages() -> None:
    told = inspect(b"\xff\xff" + SALE[2:])
    assert told.broken
    assert "its length says 65535 octets" in told.text


def test_a_request_of_the_gateway() -> None:
    till = GatewayTill(Rig())
    body = till.money("k1", 1250, pan=CARD)
    told = inspect(till.request("POST", "/v1/payments", body, "k1"))
    assert not told.broken
    assert told.text.startswith("json-gateway, guessed by its shape")
    assert "1250" in told.text
    assert CARD not in told.text
