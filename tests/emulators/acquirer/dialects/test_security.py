"""Keys, MAC and PIN blocks against values worked out elsewhere."""

import pytest

from emulators.acquirer.security.des import check_value, decipher, encipher
from emulators.acquirer.security.keys import KeyRing
from emulators.acquirer.security.mac import ecb_mac
from emulators.acquirer.security.pin import pin_of
from tests.emulators.acquirer.unionpay_till import pin_block, reference_mac

KEY = bytes.fromhex("0123456789ABCDEF")
DOUBLE = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
PAN = "6222021234567890128"


def test_check_values_are_those_that_everybody_knows() -> None:
    assert check_value(KEY).hex().upper() == "D5D44FF7"
    assert check_value(DOUBLE).hex().upper() == "08D7B4FB"


def test_a_double_key_of_two_equal_halves_is_a_single_one() -> None:
    assert encipher(KEY + KEY, bytes(8)) == encipher(KEY, bytes(8))
    assert decipher(KEY, encipher(KEY, b"12345678")) == b"12345678"


@pytest.mark.parametrize("octets", [0, 1, 7, 8, 9, 170])
def test_the_mac_is_that_of_the_terminal(octets: int) -> None:
    data = bytes(n * 7 % 256 for n in range(octets))
    assert ecb_mac(KEY, data).hex().upper() == reference_mac(KEY, data)


@pytest.mark.parametrize("key", [KEY, DOUBLE])
@pytest.mark.parametrize("pin", ["1234", "123456789012"])
def test_a_pin_comes_out_of_its_block(key: bytes, pin: str) -> None:
    block = bytes.fromhex(pin_block(pin, PAN, key))
    assert pin_of(block, key, PAN) == pin
    with pytest.raises(ValueError, match="no PIN block"):
        pin_of(block, key, "4111111111111111")


def test_no_two_sign_ons_and_no_two_terminals_get_the_same_keys() -> None:
    ring = KeyRing()
    sent = {ring.issue(terminal, "004") for terminal in ("A", "A", "B")}
    assert len(sent) == 3
    assert ring.of("C") is None


def test_keys_have_odd_parity() -> None:
    ring = KeyRing()
    ring.issue("A", "004")
    keys = ring.of("A")
    assert keys is not None
    assert {octet.bit_count() % 2 for octet in keys.pin + keys.mac + keys.track} == {1}
