"""ePOS-Print as a till in a browser sees it, behind HTTP, on the mechanism of the printer."""

import base64
import re
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulators.links.epos import PATH, EposEnd
from emulators.printer import effects
from emulators.printer.epos.document import MAX_BYTES, NAMESPACE, SOAP
from emulators.printer.epos.service import Service
from emulators.printer.events import DrawerPulse, LineBurnt
from tests.emulators.printer.rig import Rig

TIMEOUT_S = 10


class Line:
    """The browser's side of a connection."""

    def __init__(self) -> None:
        self.got = b""
        self.open = True

    def send(self, data: bytes) -> None:
        self.got += data

    def close(self) -> None:
        self.open = False


class Till:
    """A rig with a web server, and one browser."""

    def __init__(self) -> None:
        self.rig = Rig()
        self.rig.printer.disconnect(1)
        self.service = Service(self.rig.printer, self.rig.clock)
        self.rig.printer.on_room = self.service.resume
        self.end = EposEnd(self.service)
        self._conns = count(1)

    def send(self, data: bytes) -> Line:
        line, conn = Line(), next(self._conns)
        self.end.connect(conn, line)
        self.end.feed(conn, data)
        self.rig.clock.advance()
        return line

    def print(self, inner: str, query: str = "devid=local_printer&timeout=10000") -> Line:
        return self.send(request(envelope(inner), query))


def envelope(inner: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}"><s:Body>'
        f'<epos-print xmlns="{NAMESPACE}">{inner}</epos-print></s:Body></s:Envelope>'
    ).encode()


def request(body: bytes, query: str = "devid=local_printer", method: str = "POST") -> bytes:
    head = f"{method} {PATH}?{query} HTTP/1.1\r\nHost: till\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def result(line: Line) -> tuple[str, str, int]:
    """Success, code and status of the one response."""
    (found,) = re.findall(rb'success="(\w+)" code="(\w*)" status="(\d+)"', line.got)
    return found[0].decode(), found[1].decode(), int(found[2])


@pytest.fixture
def till() -> Till:
    return Till()


RECEIPT = (
    '<text lang="en" align="center" width="2" height="2">SHOP&#10;</text>'
    '<text align="left" width="1" height="1" em="true">TOTAL</text><text x="200">9.99&#10;</text>'
    '<barcode type="ean13" hri="below" width="2" height="40">4006381333931</barcode>'
    '<symbol type="qrcode_model_2" level="level_m" width="4">https://x.test/1</symbol>'
    '<feed line="2"/><cut type="feed"/><pulse drawer="drawer_2" time="pulse_200"/>'
)


def test_a_receipt_prints_and_success_comes_when_it_is_on_the_paper(till: Till) -> None:
    line = till.print(RECEIPT)
    assert result(line) == ("true", "", 0x16)  # the drawer is open
    (slip,) = till.rig.slips
    assert slip.text[:2] == ("SHOP", "TOTAL           9.99")
    assert slip.symbols == ("4006381333931", "https://x.test/1")
    assert [pulse.pin for pulse in till.rig.of(DrawerPulse)] == [5]


def test_text_is_unicode_and_images_are_dots(till: Till) -> None:
    dots = base64.b64encode(b"\xff\x00" * 4).decode()
    line = till.print(f'<image width="16" height="4">{dots}</image><text>你好 €&#10;</text>')
    assert result(line)[0] == "true"
    picture, text = till.rig.of(LineBurnt)
    assert (picture.burnt_dots, text.line_text) == (32, "你好 €")


def test_page_mode(till: Till) -> None:
    inner = '<area x="0" y="0" width="200" height="100"/><position x="20" y="40"/><text>in</text>'
    assert result(till.print(f"<page>{inner}</page><feed/>"))[0] == "true"
    assert till.rig.lines == ["in"]


def test_lines_and_boxes_of_page_mode(till: Till) -> None:
    shapes = '<line x1="0" y1="5" x2="9" y2="5"/><rectangle x1="0" y1="9" x2="9" y2="18"/>'
    assert result(till.print(f"<page>{shapes}</page>"))[0] == "true"
    assert [line.burnt_dots for line in till.rig.of(LineBurnt)] == [10 + 36]


@pytest.mark.parametrize(
    ("effect", "code", "bit"),
    [
        (effects.OpenCover(), "EPTR_COVER_OPEN", 0x20),
        (effects.EndPaper(), "EPTR_REC_EMPTY", 0x80000),
        (effects.FailHead(), "EPTR_UNRECOVERABLE", 0x2000),
        (effects.OverheatHead(), "EPTR_AUTOMATICAL", 0x4000),
    ],
)
def test_an_error_is_answered_before_printing(
    till: Till, effect: effects.Effect, code: str, bit: int
) -> None:
    till.rig.undergo(effect)
    if code == "EPTR_REC_EMPTY":  # it takes a row to find out
        till.rig.connect(1)
        till.rig.feed(b"\n")
        till.rig.printer.disconnect(1)
        till.rig.clock.advance()
    success, said, flags = result(till.print(RECEIPT))
    assert (success, said) == ("false", code)
    assert flags & bit
    assert flags & 0x08
    assert "SHOP" not in till.rig.lines


def test_paper_out_in_mid_job_fails_it_and_sending_it_again_prints_one_whole_slip(
    till: Till,
) -> None:
    till.rig.arm("printer.paper_out@line(1)")
    assert result(till.print(RECEIPT))[:2] == ("false", "EPTR_REC_EMPTY")
    till.rig.mend()
    assert result(till.print(RECEIPT))[0] == "true"
    assert till.rig.lines == ["SHOP", "SHOP", "TOTAL           9.99", "4006381333931", ""]


def test_text_without_an_end_of_line_stays_in_the_printer(till: Till) -> None:
    assert result(till.print("<text>lost</text>"))[0] == "true"
    assert result(till.print("<text>kept&#10;</text>"))[0] == "true"
    assert till.rig.lines == ["kept"]


def test_an_empty_job_asks_for_status(till: Till) -> None:
    assert result(till.print("")) == ("true", "", 0x12)


def test_another_interface_prints_and_the_job_is_late(till: Till) -> None:
    till.rig.connect(1)
    line = till.print(RECEIPT)
    assert not line.got
    till.rig.clock.advance(TIMEOUT_S)
    assert result(line)[:2] == ("false", "EX_TIMEOUT")
    assert not till.rig.lines


def test_jobs_wait_for_each_other(till: Till) -> None:
    till.rig.connect(1)
    lines = [till.print(f"<text>{n}&#10;</text>") for n in range(3)]
    till.rig.printer.disconnect(1)
    till.rig.clock.advance()
    assert [result(line)[0] for line in lines] == ["true"] * 3
    assert till.rig.lines == ["0", "1", "2"]


def test_a_job_larger_than_the_buffer(till: Till) -> None:
    assert result(till.print("<text>0123456789&#10;</text>" * 2000))[0] == "true"
    assert len(till.rig.lines) == 2000


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<a/>",
        envelope("<nonsense/>"),
        envelope('<text width="9">x</text>'),
        envelope('<cut type="axe"/>'),
        envelope('<image width="8" height="2">AAAAAA==</image>'),
        envelope("<command>1b4</command>"),
        envelope("<text>" * 20 + "</text>" * 20),
        b'<!DOCTYPE a [<!ENTITY b "bbbb">]>' + envelope("<text>&b;</text>"),
    ],
)
def test_what_is_no_job_is_a_schema_error(till: Till, body: bytes) -> None:
    assert result(till.send(request(body)))[:2] == ("false", "SchemaError")
    assert not till.rig.lines


def test_a_device_that_is_not_there(till: Till) -> None:
    assert result(till.print("<feed/>", "devid=other"))[:2] == ("false", "DeviceNotFound")


def test_raw_commands_and_the_job_id_comes_back(till: Till) -> None:
    header = f'<s:Header><parameter xmlns="{NAMESPACE}"><printjobid>A&lt;1</printjobid></parameter>'
    body = envelope("<command>41420a</command>")
    body = body.replace(b"<s:Body>", header.encode() + b"</s:Header><s:Body>")
    line = till.send(request(body))
    assert b"<printjobid>A&lt;1</printjobid>" in line.got
    assert till.rig.lines == ["AB"]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        (request(b"", method="GET"), 405),
        (request(b"", method="OPTIONS"), 200),
        (b"nonsense\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nX: " + b"x" * 20000, 431),
    ],
)
def test_http(till: Till, data: bytes, status: int) -> None:
    line = till.send(data)
    assert line.got.startswith(b"HTTP/1.1 %d " % status)
    assert b"Access-Control-Allow-Origin: *\r\n" in line.got
    assert line.open == (status in (404, 405, 200))


def test_a_body_in_chunks_and_one_that_is_announced(till: Till) -> None:
    body = envelope("<text>in parts&#10;</text>")
    head = f"POST {PATH} HTTP/1.1\r\nHost: a\r\n".encode()
    parts = b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in (body[:50], body[50:], b""))
    assert result(till.send(head + b"Transfer-Encoding: chunked\r\n\r\n" + parts))[0] == "true"
    line = till.send(head + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(body))
    assert line.got.startswith(b"HTTP/1.1 100 ")
    till.end.feed(2, body)
    till.rig.clock.advance()
    assert result(line)[0] == "true"
    assert till.rig.lines == ["in parts"] * 2


def test_a_flood_of_requests_is_not_read_while_one_prints(till: Till) -> None:
    till.rig.connect(1)  # another interface prints: the first job waits
    small = request(b"", method="OPTIONS")
    till.send(request(envelope("<text>a&#10;</text>")) + small * 4000)
    assert till.end.room(1) == 0
    asked = []
    till.end.on_room = lambda: asked.append(till.end.room(1))
    till.rig.printer.disconnect(1)
    till.rig.clock.advance()
    assert asked[-1] > 0


def test_two_requests_on_one_connection_are_answered_in_order(till: Till) -> None:
    jobs = [request(envelope(f"<text>{n}&#10;</text>")) for n in "ab"]
    line = till.send(jobs[0] + jobs[1])
    assert line.got.count(b"HTTP/1.1 200 OK") == 2
    assert till.rig.lines == ["a", "b"]


@given(st.lists(st.binary(max_size=60), max_size=6), st.booleans())
def test_any_bytes_end_in_a_response_or_wait_for_more(chunks: list[bytes], whole: bool) -> None:
    till = Till()
    data = b"".join(chunks)
    line = till.send(request(data) if whole else data)
    assert till.end.room(1) <= MAX_BYTES
    assert line.got.startswith(b"HTTP/1.1 ") or not line.got


ELEMENTS = st.sampled_from(
    ["text", "feed", "image", "barcode", "symbol", "hline", "page", "area", "cut", "logo", "sound"]
)
NAMES = ("width", "height", "x", "y", "type", "align", "line", "x1", "x2", "mode")
VALUES = ("0", "1", "255", "65535", "99999999", "-1", "left", "qrcode_model_2", "code128", "upc_e")
ATTRIBUTES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES))


def element(name: str, attributes: dict[str, str], text: str) -> str:
    said = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return f"<{name} {said}>{text}</{name}>"


@given(st.lists(st.builds(element, ELEMENTS, ATTRIBUTES, st.text("A0 =\\x{", max_size=9))))
def test_any_elements_are_answered(parts: list[str]) -> None:
    till = Till()
    line = till.print("".join(parts))
    till.rig.clock.advance(TIMEOUT_S)
    assert result(line)[1] in ("", "SchemaError")
