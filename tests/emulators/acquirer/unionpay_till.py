"""A China UnionPay terminal, written without the host's code: pyiso8583, and DES by the book."""

from dataclasses import dataclass, field
from typing import Any

import iso8583
from Crypto.Cipher import DES, DES3

from emulators.acquirer.totals import NOTHING, Totals

CARD = "6222021234567890128"
FOREIGN = "4111111111111111"
MASTER_KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
TPDU, TURNED = "6000030000", "6000000003"
HEADER = "603100311003"
TYPES = {
    "purchase": ("0200", "000000", "22"),
    "void": ("0200", "200000", "23"),
    "refund": ("0220", "200000", "25"),
    "preauth": ("0100", "030000", "10"),
    "preauth_void": ("0100", "200000", "11"),
    "completion": ("0200", "000000", "20"),
    "completion_void": ("0200", "200000", "21"),
    "completion_advice": ("0220", "000000", "24"),
    "query": ("0200", "310000", "01"),
}


def _spec() -> dict[str, dict[str, Any]]:
    def binary(octets: int) -> dict[str, Any]:
        return {"data_enc": "b", "len_enc": "b", "len_type": 0, "max_len": octets, "desc": ""}

    def bcd(most: int, length_octets: int = 0, pad: str = "") -> dict[str, Any]:
        own = {"len_enc": "bcd", "len_type": length_octets, "max_len": most, "len_count": "nibbles"}
        return {"data_enc": "b", "desc": "", **own, **({pad: "0"} if pad else {})}

    def text(most: int, length_octets: int = 0, coding: str = "ascii") -> dict[str, Any]:
        return {
            "data_enc": coding,
            "len_enc": "bcd",
            "len_type": length_octets,
            "max_len": most,
            "desc": "",
        }

    spec: dict[str, dict[str, Any]] = {str(n): binary(8) for n in range(1, 129)}
    spec |= {"h": binary(11), "t": binary(2), "p": binary(8)}
    for number, digits in {3: 6, 4: 12, 11: 6, 12: 6, 13: 4, 14: 4, 15: 4, 25: 2, 26: 2}.items():
        spec[str(number)] = bcd(digits)
    spec |= {"53": bcd(16), "22": bcd(3, pad="right_pad"), "23": bcd(3, pad="left_pad")}
    for number, most in {2: 19, 32: 11, 35: 37}.items():
        spec[str(number)] = bcd(most, 1, "right_pad")
    for number, most in {36: 104, 48: 322, 60: 17, 61: 29}.items():
        spec[str(number)] = bcd(most, 2, "right_pad")
    spec |= {str(n): text(size) for n, size in {37: 12, 38: 6, 39: 2, 41: 8, 42: 15, 49: 3}.items()}
    spec |= {"44": text(25, 1), "54": text(20, 2), "58": text(100, 2), "63": text(163, 2, "gbk")}
    for number, most in {55: 255, 62: 512}.items():
        spec[str(number)] = {**binary(most), "len_enc": "bcd", "len_type": 2}
    return spec


SPEC = _spec()


def reference_mac(key: bytes, data: bytes) -> str:
    """DE 64 as eight characters, in hexadecimal digits."""
    blocks = [data[n : n + 8].ljust(8, b"\0") for n in range(0, len(data), 8)]
    mixed = bytes(8)
    for block in blocks:
        mixed = bytes(a ^ b for a, b in zip(mixed, block, strict=True))
    text = "".join(f"{octet:02X}" for octet in mixed)
    cipher = _cipher(key)
    left = cipher.encrypt(text[:8].encode())
    last = cipher.encrypt(bytes(a ^ b for a, b in zip(left, text[8:].encode(), strict=True)))
    return "".join(f"{octet:02X}" for octet in last)[:8].encode().hex().upper()


def pin_block(pin: str, pan: str, key: bytes) -> str:
    first = bytes.fromhex(f"0{len(pin):X}{pin}".ljust(16, "F"))
    second = bytes.fromhex("0000" + pan[-13:-1])
    clear = bytes(a ^ b for a, b in zip(first, second, strict=True))
    return str(_cipher(key).encrypt(clear).hex()).upper()


@dataclass
class Terminal:
    """Makes messages and reads answers; ``mac_key`` and ``pin_key`` come from its sign-on."""

    terminal: str = "TP000001"
    merchant: str = "TILLPROOF000001"
    batch: str = "000001"
    pin_key: bytes = b""
    mac_key: bytes = b""
    double: bool = True
    wrong_macs: list[str] = field(default_factory=list)

    def frame(self, mti: str, trace: int, change: dict[int, str | None]) -> bytes:
        own: dict[int, str | None] = {
            11: f"{trace:06d}",
            41: self.terminal,
            42: self.merchant,
        }
        elements = {str(n): v for n, v in (own | change).items() if v is not None}
        message = {"h": TPDU + HEADER, "t": mti, **elements}
        raw = bytes(iso8583.encode(message, SPEC)[0])
        return len(raw).to_bytes(2) + raw

    def signed(self, mti: str, trace: int, change: dict[int, str | None]) -> bytes:
        unsigned = self.frame(mti, trace, change | {64: "0" * 16})
        mac = reference_mac(self.mac_key, unsigned[13:-8])
        return unsigned[:-8] + bytes.fromhex(mac)

    def sign_on(self, wanted: str = "003", trace: int = 900) -> bytes:
        return self.frame("0800", trace, {60: f"00{self.batch}{wanted}", 63: "001"})

    def control(self, code: str, trace: int = 901) -> bytes:
        return self.frame("0820", trace, {60: f"00{self.batch}{code}"})

    def money(
        self,
        kind: str,
        trace: int,
        amount_minor: int,
        change: dict[int, str | None] | None = None,
        mti: str = "",
    ) -> bytes:
        own_mti, code, kind_code = TYPES[kind]
        own: dict[int, str | None] = {
            2: CARD,
            3: code,
            4: f"{amount_minor:012d}",
            22: "021",
            25: "06" if "preauth" in kind or "completion" in kind else "00",
            49: "156",
            60: f"{kind_code}{self.batch}000",
        }
        return self.signed(mti or own_mti, trace, own | (change or {}))

    def settle(self, trace: int, domestic: Totals = NOTHING, foreign: Totals = NOTHING) -> bytes:
        figures = "".join(_group(item) for item in (domestic, foreign))
        return self.frame("0500", trace, {48: figures, 49: "156", 60: f"00{self.batch}201"})

    def upload(self, trace: int, records: list[tuple[int, str, int]]) -> bytes:
        rows = [f"00{of:06d}{pan:0>20}{amount:012d}" for of, pan, amount in records]
        figures = f"{len(rows):02d}" + "".join(rows)
        return self.frame("0320", trace, {48: figures, 60: f"00{self.batch}201"})

    def end(self, trace: int, count: int, code: str) -> bytes:
        return self.frame("0320", trace, {48: f"{count:04d}", 60: f"00{self.batch}{code}"})

    def take_keys(self, answer: dict[str, str]) -> None:
        """DE 62 of 0810, with every check value looked at."""
        keys, length = bytes.fromhex(answer["62"]), len(answer["62"]) // 2
        if length == 24:
            self.pin_key = self._opened(keys[:8], keys[8:12])
            self.mac_key = self._opened(keys[12:20], keys[20:])
            return
        self.pin_key = self._opened(keys[:16], keys[16:20])
        assert keys[28:36] == bytes(8)
        self.mac_key = self._opened(keys[20:28], keys[36:40])
        if length == 60:
            self._opened(keys[40:56], keys[56:])

    def _opened(self, sent: bytes, check: bytes) -> bytes:
        single = len(sent) == 8 and not self.double
        key = MASTER_KEY[:8] if single else MASTER_KEY
        clear = _cipher(key).decrypt(sent)
        assert _cipher(clear).encrypt(bytes(8))[:4] == check
        return bytes(clear)

    def read(self, raw: bytes) -> dict[str, str]:
        """An answer; a wrong MAC is noted."""
        found, _ = iso8583.decode(raw[2:], SPEC)
        if "64" in found and found["64"] != reference_mac(self.mac_key, raw[13:-8]):
            self.wrong_macs.append(found["11"])
        return dict(found)


def _cipher(key: bytes) -> Any:
    if len(key) == 8:
        return DES.new(key, DES.MODE_ECB)  # noqa: S304 - what these terminals have
    return DES3.new(key, DES3.MODE_ECB)


def _group(item: Totals) -> str:
    debits = f"{item.debits_minor:012d}{item.debits_count:03d}"
    return f"{debits}{item.credits_minor:012d}{item.credits_count:03d}0"
