"""DES and triple DES with two keys, block by block (ECB).

They are what the terminals' standard prescribes; nobody would choose them for anything new.
"""

from functools import lru_cache
from typing import Protocol

from Crypto.Cipher import DES, DES3

BLOCK_OCTETS = 8
_KEYS_KEPT = 4096


class _Cipher(Protocol):
    def encrypt(self, plaintext: bytes) -> bytes: ...
    def decrypt(self, ciphertext: bytes) -> bytes: ...


def encipher(key: bytes, data: bytes) -> bytes:
    """``data`` (whole blocks) under a key of 8 or 16 octets."""
    return _cipher(key).encrypt(data)


def decipher(key: bytes, data: bytes) -> bytes:
    """What ``encipher`` made ``data`` of."""
    return _cipher(key).decrypt(data)


def check_value(key: bytes) -> bytes:
    """The first four octets of eight zeros under the key: how a terminal knows it arrived whole."""
    return encipher(key, bytes(BLOCK_OCTETS))[:4]


@lru_cache(_KEYS_KEPT)
def _cipher(key: bytes) -> _Cipher:
    left, right = key[:BLOCK_OCTETS], key[BLOCK_OCTETS:]
    if not right or left == right:
        return DES.new(left, DES.MODE_ECB)  # noqa: S304 - what these terminals have
    return DES3.new(left + right + left, DES3.MODE_ECB)
