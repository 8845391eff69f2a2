"""From the words of ``tillproof acquirer`` to an order."""

from dataclasses import replace

import pytest

from emulators.acquirer.security.master import TEST_MASTER_KEY
from emulators.errors import UsageError
from harness.serve.acquirer_order import Words, order_of

WORDS = Words(
    listen="127.0.0.1:0",
    backup_listen=None,
    dialect="unionpay",
    books=None,
    script=None,
    late_batch="accept",
    currency="156",
    terminals=(),
    merchants=(),
    api=None,
    api_token=None,
    master_key=None,
)


def test_the_master_key_is_a_known_one_unless_another_is_written() -> None:
    assert order_of(WORDS).master_key == TEST_MASTER_KEY
    own = "00112233445566778899aabbccddeeff"
    assert order_of(replace(WORDS, master_key=own)).master_key == bytes.fromhex(own)


@pytest.mark.parametrize("text", ["12", "xx" * 16, "0" * 33])
def test_a_master_key_that_is_none(text: str) -> None:
    with pytest.raises(UsageError, match="32 hexadecimal digits"):
        order_of(replace(WORDS, master_key=text))


def test_merchants_are_known_without_the_blanks_that_fill_de_42() -> None:
    known = order_of(replace(WORDS, merchants=("SHOP1          ", "TILLPROOF000001"))).settings
    assert known.merchants == ("SHOP1", "TILLPROOF000001")


@pytest.mark.parametrize("text", ["", "   ", "TILLPROOF0000012", "商户"])
def test_a_merchant_number_that_is_none(text: str) -> None:
    with pytest.raises(UsageError, match="15 characters"):
        order_of(replace(WORDS, merchants=(text,)))
