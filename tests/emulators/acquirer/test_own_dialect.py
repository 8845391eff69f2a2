"""A dialect of somebody's own, as docs/extending.md makes one: shipped rules, packed."""

import pytest

from emulators.acquirer.dialects.base import Message
from emulators.acquirer.dialects.framing import framed
from emulators.acquirer.dialects.iso87 import Iso87
from emulators.acquirer.dialects.iso87_elements import ELEMENTS
from emulators.acquirer.dialects.wire.codec import Codec
from emulators.acquirer.dialects.wire.elements import ll
from emulators.acquirer.dialects.wire.forms import BCD_LEFT_ALIGNED
from emulators.acquirer.events import Malformed, Request
from emulators.history import of
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import CARD, DIALECT, Till

TPDU = bytes.fromhex("6000010002")


class Packed(Iso87):
    """As iso87-ascii, packed, behind a TPDU; the card number packed as well."""

    name = "packed"
    codec = Codec(
        [ll(2, 19, BCD_LEFT_ALIGNED, "card"), *(item for item in ELEMENTS if item.number != 2)],
        packed=True,
        header_octets=len(TPDU),
    )


PACKED = Packed()


def packed(message: bytes, mti: str = "") -> bytes:
    """What a till in ASCII says, in the dialect of this test."""
    said = DIALECT.decode(message[2:])
    return PACKED.encode(Message(mti or said.mti, said.elements, TPDU))


@pytest.fixture
def rig() -> Rig:
    return Rig(dialect=PACKED)


def test_the_header_comes_back(rig: Rig, till: Till) -> None:
    answer = rig.ask(packed(till.sale(1, 1250)))
    assert answer is not None
    assert (answer.header, answer.mti, answer.get(39)) == (TPDU, "0210", "00")


def test_a_repeat_by_its_mti_is_one_where_the_mti_is_packed(rig: Rig, till: Till) -> None:
    first = rig.ask(packed(till.sale(1, 1250)))
    assert rig.ask(packed(till.sale(1, 1250), "0201")) == first
    assert rig.code(packed(till.sale(1, 1251), "0201")) == "94"
    assert [row.change for row in rig.host.books.journal] == ["booked"]


def test_packed_card_numbers_are_kept_nowhere(rig: Rig, till: Till) -> None:
    rig.ask(packed(till.sale(1, 1250)))
    rig.host.feed(1, framed(packed(till.sale(2, 1250))[2:] + b"too long"))
    events = rig.history.events
    told = [payload for kind in (Request, Malformed) for _, payload in of(events, kind)]
    assert [type(payload) for payload in told] == [Request, Request, Malformed]
    for payload in told:
        blob = getattr(payload, "blob", "")
        octets = bytes.fromhex(getattr(payload, "data_hex", "")) or rig.history.blobs.get(blob)
        assert TPDU[:3] in octets
        assert CARD not in octets.hex() + repr(payload)
