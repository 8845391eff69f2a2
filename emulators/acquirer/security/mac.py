"""The message authentication code of China UnionPay terminals: the "ECB algorithm"."""

from emulators.acquirer.security.des import BLOCK_OCTETS, encipher


def ecb_mac(key: bytes, data: bytes) -> bytes:
    """The eight octets of DE 64 for ``data``, the message from its MTI to the element before.

    The blocks are added bit by bit, the last one filled with zeros; the sum's sixteen hexadecimal
    digits make two blocks, of which the first is enciphered, added to the second, and enciphered
    again. The first eight hexadecimal digits of that, as characters, are the code (source: a
    shipping China UnionPay terminal application, as noted with its DE 64; the key is 8 octets).
    """
    total = 0
    for start in range(0, len(data), BLOCK_OCTETS):
        block = data[start : start + BLOCK_OCTETS].ljust(BLOCK_OCTETS, b"\0")
        total ^= int.from_bytes(block)
    digits = total.to_bytes(BLOCK_OCTETS).hex().upper().encode()
    first, second = digits[:BLOCK_OCTETS], digits[BLOCK_OCTETS:]
    mixed = int.from_bytes(encipher(key, first)) ^ int.from_bytes(second)
    return encipher(key, mixed.to_bytes(BLOCK_OCTETS)).hex().upper().encode()[:BLOCK_OCTETS]
