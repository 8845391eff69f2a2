"""The driver ``browser``: a till on a page of its own server."""

import shutil
import sys
from pathlib import Path

import pytest

from harness.bench import Bench
from harness.config import Config, ConfigError, parse_config
from harness.events import PosReady
from harness.pos.drivers.registry import driver_for
from harness.pos.process import StartError

pytest.importorskip("playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
pytestmark = pytest.mark.slow

PAGE = """<!doctype html><title>Till</title>
<h1>Corner shop</h1><div id=home><button id=sell>Sell</button></div>
<form id=form hidden>Order <input id=order> Amount <input id=amount>
<button id=pay type=button>Pay</button></form><p id=told></p>
<script>
const at = (id) => document.getElementById(id);
at('sell').onclick = () => { at('home').hidden = true; at('form').hidden = false; };
at('pay').onclick = () => {
  at('form').hidden = true;
  setTimeout(() => {
    const good = at('amount').value === '12.50';
    at('told').innerText = (good ? 'Approved' : 'Declined') + ' ' + at('order').value + ' no 12';
  }, 20);
};
</script>"""
SERVER = """
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(PAGE.encode())

HTTPServer(("127.0.0.1", int(os.environ["TILLPROOF_POS_PORT"])), Handler).serve_forever()
"""
SCRIPT = """
home = 'Sell'
[sale.card]
steps = [
  { click = "#sell" }, { fill = "#order", to = "{reference}" },
  { fill = "#amount", to = "{amount}" }, { click = "#pay" },
]
answers = [{ screen = '(?P<outcome>Approved|Declined) .* no (?P<trace>\\d+)' }]
[void]
steps = [{ click = "#void" }]
"""


def shop(folder: Path, **pos: object) -> Config:
    (folder / "shop.py").write_text(f"PAGE = {PAGE!r}\n{SERVER}", encoding="utf-8")
    (folder / "page.toml").write_text(SCRIPT, encoding="utf-8")
    own = {"driver": "browser", "url": "http://127.0.0.1:{pos_port}", "script": "page.toml"}
    command = [sys.executable, "-S", "shop.py"]
    return parse_config({"pos": {**own, "command": command, **pos}}, "test", folder)


@needs_browser
def test_a_till_on_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILLPROOF_BROWSER", str(CHROMIUM))
    with Bench(shop(tmp_path, reply_within_s=8.0), tmp_path / "run") as bench:
        reply = bench.operator.sale("T1", 1250)
        assert (reply.outcome, reply.text("trace")) == ("approved", "12")
        assert bench.operator.sale("T2", 1).outcome == "declined"
        bench.arm("pos.kill@now")
        bench.open_shop()
        assert bench.operator.sale("T3", 1250).outcome == "approved"
    assert [ready.start for _, ready in bench.history.of(PosReady)] == [1, 2]


@needs_browser
def test_an_element_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILLPROOF_BROWSER", str(CHROMIUM))
    with Bench(shop(tmp_path, reply_within_s=2.0), tmp_path / "run") as bench:
        reply = bench.operator.void("T1")
    assert reply.status == "unknown"
    assert "click '#void'" in reply.reason
    kept = (tmp_path / "run" / "screens" / "01-void.txt").read_text(encoding="utf-8")
    assert "Corner shop" in kept


def test_a_browser_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILLPROOF_BROWSER", "/no/such/browser")
    with (
        pytest.raises(StartError, match="driver = 'browser': "),
        Bench(shop(tmp_path), tmp_path / "run"),
    ):
        pass


def test_it_needs_an_address_and_a_script(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"needs pos\.script"):
        driver_for(shop(tmp_path, script=""))
