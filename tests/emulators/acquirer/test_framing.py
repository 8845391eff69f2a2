"""Frames out of segments: any chunking, bounded, and nothing made up."""

from hypothesis import given
from hypothesis import strategies as st

from emulators.acquirer.dialects.framing import LengthFramer, framed


def chunks(data: bytes, cuts: list[int]) -> list[bytes]:
    ends = sorted({min(cut, len(data)) for cut in cuts} | {len(data)})
    return [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@given(st.lists(st.binary(max_size=300)), st.lists(st.integers(0, 2000)))
def test_any_segments_give_the_same_frames(bodies: list[bytes], cuts: list[int]) -> None:
    framer = LengthFramer()
    stream = b"".join(framed(body) for body in bodies)
    assert [f for part in chunks(stream, cuts) for f in framer.feed(part)] == bodies


def test_a_length_with_too_little_behind_it_waits_and_is_bounded() -> None:
    framer = LengthFramer()
    assert framer.feed(b"\xff\xffabc") == []
    assert framer.feed(b"x" * 65531) == []
    assert framer.feed(b"yz") == [b"abc" + b"x" * 65531 + b"y"]
    assert framer.feed(b"\x00") == []  # the z and this: a length of 31232
    assert framer.feed(b"\x00" * 31232) == [b"\x00" * 31232]


def test_one_octet_at_a_time() -> None:
    framer = LengthFramer()
    stream = framed(b"one") + framed(b"") + framed(b"three")
    found = [frame for octet in stream for frame in framer.feed(bytes([octet]))]
    assert found == [b"one", b"", b"three"]
