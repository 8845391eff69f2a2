"""Receipts and wires as files, out of a History."""

from typing import Any

from emulators.acquirer.events import Request
from emulators.history_file import load_events
from emulators.links.events import Sent
from harness.reports.export import export
from harness.reports.folder import ScenarioFolder


def test_each_slip_becomes_a_picture_under_its_printers_name(shop: Any) -> None:
    shop.slip = 1
    shop.hand_out(("ONE",))
    shop.slip = 2
    shop.hand_out(("TWO",))
    folder = finish(shop)
    done = export(load_events(folder.history), folder)
    assert [path.name for path in done.receipts] == ["printer-01.png", "printer-02.png"]
    assert done.receipts[0].read_bytes().startswith(b"\x89PNG")
    assert done.problems == ()


def test_a_wire_is_what_was_sent_in_order_connection_by_connection(shop: Any) -> None:
    blob = shop.history.blobs.put(b"\x1b@")
    shop.record("printer.link", Sent(1, 0, 2, blob=blob))
    shop.record("printer.link", Sent(2, 0, 1, data_hex="41"))
    shop.record("printer.link", Sent(1, 2, 3, data_hex="545542"))
    shop.record("acquirer.link", Sent(1, 0, 90))
    message = shop.history.blobs.put(b"0200...")
    moment = ("0200", "request", 1, "TP000001", "000001", "000001", 1, "000000", 1250, "", ())
    shop.record("acquirer", Request(*moment, blob=message))
    folder = finish(shop)
    export(load_events(folder.history), folder)
    assert {path.name: path.read_bytes() for path in folder.wire.iterdir()} == {
        "printer-link-01-sent.bin": b"\x1b@TUB",
        "printer-link-02-sent.bin": b"A",
        "acquirer-01-requests.bin": b"0200...",
    }


def test_a_card_number_in_two_pieces_is_masked(shop: Any) -> None:
    for at, part in ((0, b"41111111"), (8, b"11111111")):
        shop.record("printer.link", Sent(1, at, 8, data_hex=part.hex()))
    folder = finish(shop)
    export(load_events(folder.history), folder)
    assert (folder.wire / "printer-link-01-sent.bin").read_bytes() == b"411111******1111"


def test_missing_blobs_are_told_and_keep_the_offsets_true(shop: Any) -> None:
    shop.record("printer.link", Sent(1, 0, 5, blob="0" * 64))
    shop.record("printer.link", Sent(1, 5, 1, data_hex="41"))
    shop.slip = 1
    shop.hand_out(("ONE",))
    folder = finish(shop)
    for blob in folder.blobs.iterdir():
        blob.unlink()
    done = export(load_events(folder.history), folder)
    assert (folder.wire / "printer-link-01-sent.bin").read_bytes() == b"\0\0\0\0\0A"
    assert done.receipts == ()
    assert len(done.problems) == 2
    assert "slip 1" in done.problems[0]


def finish(shop: Any) -> ScenarioFolder:
    shop.file.close()
    return ScenarioFolder(shop.folder.path)
