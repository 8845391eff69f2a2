"""The same bytes print the same, whatever pieces they come in: events, dots and answers.

Real-time commands are left out: they are executed when they arrive, so the pieces do matter. So is
the drawer, which is shut after a time.
"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulators.events import Payload
from emulators.printer.events import UnknownCommand
from emulators.printer.profiles import Profile, profile
from tests.emulators.printer.rig import Rig
from tests.emulators.printer.test_framer import split, streams
from tests.emulators.printer.test_symbols import form_a, form_b, planar

MODELS = tuple(map(profile, ("TM-T88V", "generic-80-cn", "TM-T20III", "TM-T88V-JP")))
small, word = st.integers(0, 40), st.integers(0, 600).map(lambda n: n.to_bytes(2, "little"))
digits = st.text("0123456789AB", max_size=14).map(str.encode)
texts = st.one_of(
    st.text("ABC 0123é{}*", max_size=60).map(lambda text: text.encode("cp437")),
    st.binary(max_size=30),
    st.sampled_from(["\x1c&中文".encode("gb18030"), b"\xb0\xa1\x81", b"\n", b"\t"]),
)
settings_ = st.builds(
    lambda command, n: command + bytes((n,)),
    st.sampled_from(
        [b"\x1b" + bytes((c,)) for c in b"!-EGMV{atR 3dJ%?T"]
        + [b"\x1d" + bytes((c,)) for c in b"!BbHfhwT/arI"]
        + [b"\x1c" + bytes((c,)) for c in b"!-WC"]
    ),
    small,
)
plain = st.sampled_from(
    [
        *(
            b"\x1c&",
            b"\x1c.",
            b"\x1b@",
            b"\x1b2",
            b"\x1bL",
            b"\x1bS",
            b"\x0c",
            b"\x1b\x0c",
            b"\x18",
        ),
        *(b"\x1dV\x00", b"\x1dVB\x10", b"\x1d:", b"\x1d^\x02\x00\x00", b"\x1d:ab\n\x1d:"),
        *(b"\x1b=\x00", b"\x1b=\x01", b"\x1bD\x04\x08\x00", b"\x1dP\x00\x00", b"\x1dP\xb4\xb4"),
    ]
)
positions = st.builds(
    lambda command, n: command + n,
    st.sampled_from([b"\x1b$", b"\x1b\\", b"\x1dL", b"\x1dW", b"\x1d$", b"\x1d\\"]),
    word,
)


def dots(count: int) -> bytes:
    return bytes(i * 37 & 255 for i in range(count))


def graphics(function: int, body: bytes) -> bytes:
    return b"\x1d(L" + (len(body) + 2).to_bytes(2, "little") + bytes((48, function)) + body


images = st.one_of(
    st.builds(
        lambda m, x, y: b"\x1dv0" + bytes((m, x, 0, y, 0)) + dots(x * y), small, small, small
    ),
    st.builds(
        lambda m, n: b"\x1b*" + bytes((m, n, 0)) + dots(n * (3 if m > 2 else 1)), small, small
    ),
    st.builds(lambda x, y: b"\x1d*" + bytes((x, y)) + dots(x * y * 8) + b"\x1d/\x00", small, small),
    st.builds(
        lambda x, y: b"\x1cq\x01" + bytes((x, 0, y, 0)) + dots(x * y * 8) + b"\x1cp\x01\x00",
        st.integers(0, 4),
        st.integers(0, 4),
    ),
    st.builds(
        lambda x, y: (
            graphics(112, b"0\x01\x011" + bytes((x, 0, y, 0)) + dots((x + 7) // 8 * y))
            + graphics(50, b"")
        ),
        small,
        small,
    ),
)
symbols = st.one_of(
    st.builds(form_a, st.integers(0, 6), digits),
    st.builds(form_b, st.integers(65, 79), digits | st.binary(max_size=9)),
    st.builds(
        lambda kind, data: planar(kind, 80, b"0" + data) + planar(kind, 81, b"0"),
        st.integers(48, 54),
        digits | st.binary(max_size=30),
    ),
)
areas = st.builds(lambda *sizes: b"\x1bW" + b"".join(sizes), word, word, word, word)
own = st.builds(
    lambda c, d: b"\x1b&\x03" + bytes((c, c, len(d) // 3)) + d,
    st.integers(32, 126),
    st.binary(max_size=12).map(lambda d: d * 3),
)
jobs = st.lists(
    st.one_of(texts, texts, settings_, plain, positions, images, symbols, areas, own, streams),
    max_size=30,
).map(lambda parts: b"".join(parts).replace(b"\x10", b"\x11").replace(b"\x1bp", b"\x1bE"))


def printed(model: Profile, pieces: list[bytes]) -> tuple[list[Payload], dict[int, int], bytes]:
    """What was recorded; the bytes that are no commands, by their offsets; all answers."""
    rig = Rig(model)
    for piece in pieces:
        rig.pour(piece)
    rig.printer.finish()
    strays = {
        one.byte_from + at: byte
        for one in rig.of(UnknownCommand)
        for at, byte in enumerate(bytes.fromhex(one.data_hex))
    }
    told = [event.payload for event in rig.history.events]
    return [one for one in told if not isinstance(one, UnknownCommand)], strays, bytes(rig.sent[1])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(jobs, st.lists(st.integers(0), max_size=12), st.sampled_from(MODELS))
def test_pieces_make_no_difference(data: bytes, cuts: list[int], model: Profile) -> None:
    assert printed(model, split(data, cuts)) == printed(model, [data])
