"""Both wires, message by message."""

from emulators.acquirer import events as host
from emulators.blobs import Blobs
from emulators.clock import VirtualClock
from emulators.history import History
from emulators.links.events import Sent
from emulators.printer.events import Replied
from harness.reports.wires.log import WireLog
from harness.reports.wires.message import Part, WireMessage, wire_text

FIELDS = ("3=000000", "4=000000001250", "39=00", "113=new")
CARD = b"4111111111111111"


class Wire:
    """Records what goes over the wires, and reads it back."""

    def __init__(self, dialect: str = "iso87-ascii") -> None:
        self.clock = VirtualClock()
        self.history = History(self.clock, Blobs())
        self.log = WireLog(self.history.blobs, dialect, 156)

    def sends(self, data: bytes, conn: int = 1, *, blob: bool = False) -> None:
        put = self.history.blobs.put
        kept = {"blob": put(data)} if blob else {"data_hex": data.hex()}
        self.history.record("printer.link", Sent(conn, 0, len(data), **kept))

    def hears(self, request: str, data: bytes, *, trouble: bool = False) -> None:
        self.history.record("printer", Replied(1, request, data.hex(), trouble))

    def host(self, cls: type[host.Moment], moment: str, fields: tuple[str, ...] = FIELDS) -> None:
        said = cls("0200", moment, 1, "T1", "000001", "000007", 1, "000000", 1250, "00", fields,
                   "purchase")  # fmt: skip
        self.history.record("acquirer", said)

    @property
    def messages(self) -> list[WireMessage]:
        for event in self.history.events:
            self.log.feed(event)
        return list(self.log.messages())


def test_a_request_and_its_answer_have_their_elements_by_name() -> None:
    wire = Wire()
    wire.host(host.Request, "request")
    wire.host(host.Response, "response")
    request, answer = wire.messages
    assert (request.upward, request.title) == (True, "0200 purchase · 12.50 · trace 000007")
    assert Part("  4 amount, transaction", "000000001250") in request.parts
    assert request.parts[-1].value == "new"
    assert (answer.upward, answer.title) == (False, "answer to 0200 purchase · 00")


def test_what_was_lost_says_so() -> None:
    wire = Wire()
    wire.host(host.Dropped, "response")
    (lost,) = wire.messages
    assert lost.lost
    assert not lost.upward
    assert "LOST" in wire_text([lost])


def test_every_dialect_names_its_elements() -> None:
    for dialect in ("iso87-ascii", "unionpay", "iso93", "json-gateway"):
        wire = Wire(dialect)
        wire.host(host.Request, "request", ("4=1250",))
        assert "amount" in wire.messages[0].parts[0].name


def test_commands_by_name_and_lines_as_lines() -> None:
    wire = Wire()
    wire.sends(b"\x1b@TOTAL 12.50\nthe \xbd\xf0\xb6\xee\n\x1dV\x00")
    (message,) = wire.messages
    assert message.title == "26 bytes: text × 2, ESC @, GS V"
    assert [part.name.split()[0] for part in message.parts] == ["ESC", "text", "text", "GS"]
    assert [part.value for part in message.parts] == ["", "TOTAL 12.50", "the 金额", "00"]


def test_what_is_written_in_pieces_is_one_message() -> None:
    wire = Wire()
    for at in range(len(CARD)):
        wire.sends(CARD[at : at + 1])
    wire.sends(b"\n", blob=True)
    (message,) = wire.messages
    assert message.parts == (Part("text", "411111******1111"),)


def test_a_pause_an_answer_and_another_connection_part_messages() -> None:
    wire = Wire()
    wire.sends(b"one\n")
    wire.clock.advance(0.2)
    wire.sends(b"two\n\x10\x04\x01")
    wire.hears("DLE EOT 1", b"\x12")
    wire.sends(b"three\n")
    wire.sends(b"four\n", conn=2)
    assert [one.parts[0].value for one in wire.messages] == ["one", "two", "12", "three", "four"]


def test_polls_are_routine_until_they_tell_of_trouble() -> None:
    wire = Wire()
    wire.sends(b"\x10\x04\x01\x10\x04\x02")
    wire.hears("DLE EOT 1", b"\x12")
    wire.hears("DLE EOT 2", b"\x12")
    wire.clock.advance(1)
    wire.hears("GS a", b"\x18\x00\x0f\x00", trouble=True)
    asked, told, trouble = wire.messages
    assert (asked.title, asked.routine) == ("6 bytes: DLE EOT × 2", True)
    assert (told.title, told.routine) == ("DLE EOT 1, DLE EOT 2: status", True)
    assert (trouble.title, trouble.routine) == ("GS a: trouble", False)


def test_long_data_is_told_by_its_size_and_stays_in_step() -> None:
    wire = Wire()
    wire.sends(b"\x1dv0\x00\x30\x00\x64\x00" + b"\xff" * 4000)
    wire.clock.advance(1)
    wire.sends(b"\xff" * 800 + b"after\n")
    first, second = wire.messages
    assert any("bytes" in part.value for part in first.parts)
    assert second.parts[-1] == Part("text", "after")


def test_bytes_that_are_no_text_are_shown_as_bytes() -> None:
    wire = Wire()
    wire.sends(b"caf\xff\n")
    assert wire.messages[0].parts[0].value == "caf\\xff"


def test_web_services_are_shown_as_lines() -> None:
    wire = Wire()
    wire.sends(b"POST /cgi-bin/epos/service.cgi HTTP/1.1\r\nHost: x\r\n\r\n<epos-print/>")
    assert wire.messages[0].parts[-1] == Part("", "<epos-print/>")


def test_only_the_latest_are_kept() -> None:
    wire = Wire()
    wire.log = WireLog(wire.history.blobs, "iso87-ascii", 156, most=3)
    for _ in range(10):
        wire.host(host.Request, "request")
    assert [one.seq for one in wire.messages] == [8, 9, 10]


def test_a_missing_blob_leaves_a_hole() -> None:
    wire = Wire()
    wire.history.record("printer.link", Sent(1, 0, 4, blob="0" * 64))
    assert wire.messages[0].title.startswith("4 bytes")
