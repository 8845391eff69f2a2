"""The elements of China UnionPay POS messages.

Numbers are packed two digits an octet and lengths count digits; an odd number of digits is filled
with a zero on the left, in DE 22 and behind variable lengths on the right. Text is GBK. Sources:
the POS message field notes of May 2002 and a shipping terminal application's reading of them.
"""

from emulators.acquirer.dialects.wire.elements import Element, fixed, ll, lll
from emulators.acquirer.dialects.wire.forms import (
    ASCII,
    BCD,
    BCD_LEFT_ALIGNED,
    GBK,
    OCTETS,
    TRACK,
)

HEADER_OCTETS = 11  # the transport's 5 (TPDU) and the message's own 6

ELEMENTS: tuple[Element, ...] = (
    ll(2, 19, BCD_LEFT_ALIGNED, "primary account number"),
    fixed(3, 6, BCD, "processing code"),
    fixed(4, 12, BCD, "amount"),
    fixed(11, 6, BCD, "trace number"),
    fixed(12, 6, BCD, "local time"),
    fixed(13, 4, BCD, "local date"),
    fixed(14, 4, BCD, "expiry date"),
    fixed(15, 4, BCD, "settlement date"),
    fixed(22, 3, BCD_LEFT_ALIGNED, "point of service entry mode"),
    fixed(23, 3, BCD, "card sequence number"),
    fixed(25, 2, BCD, "point of service condition"),
    fixed(26, 2, BCD, "PIN capture code"),
    ll(32, 11, BCD_LEFT_ALIGNED, "acquirer"),
    ll(35, 37, TRACK, "track 2"),
    lll(36, 104, TRACK, "track 3"),
    fixed(37, 12, ASCII, "retrieval reference"),
    fixed(38, 6, ASCII, "authorization code"),
    fixed(39, 2, ASCII, "response code"),
    fixed(41, 8, ASCII, "terminal"),
    fixed(42, 15, ASCII, "merchant"),
    ll(44, 25, ASCII, "issuer and acquirer"),
    lll(48, 322, BCD_LEFT_ALIGNED, "totals or upload records"),
    fixed(49, 3, ASCII, "currency"),
    fixed(52, 8, OCTETS, "PIN block"),
    fixed(53, 16, BCD, "security control"),
    lll(54, 20, ASCII, "balance"),
    lll(55, 255, OCTETS, "chip data"),
    lll(58, 100, ASCII, "purse data"),
    lll(60, 17, BCD_LEFT_ALIGNED, "type, batch and network code"),
    lll(61, 29, BCD_LEFT_ALIGNED, "original batch, trace and date"),
    lll(62, 512, OCTETS, "work keys or other data"),
    lll(63, 163, GBK, "operator, or card organization and remark"),
    fixed(64, 8, OCTETS, "message authentication code"),
)
