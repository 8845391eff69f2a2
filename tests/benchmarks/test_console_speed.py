"""The console: from a click to what is seen, the load of a long run, idling; prints figures."""

import os
import re
import shutil
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
]
# Long tasks of the page (over 50 ms) from its first moment on. CSP forbids our script a string.
LONG_TASKS = """
window.longTasks = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.longTasks.push(one.duration);
}).observe({ type: "longtask", buffered: true });
"""
# Milliseconds from the click on a fault to the first change of the lamps.
CLICK = """
() => new Promise((done) => {
  const start = performance.now();
  new MutationObserver((_, observer) => {
    if (!document.querySelector("#lamps .bad")) return;
    observer.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  }).observe(document.getElementById("lamps"), { childList: true, subtree: true });
  document.querySelector("form.fault button[type=button]").click();
})
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Where a console of its own listens, and its process."""
    folder = tmp_path_factory.mktemp("console")
    words = [sys.executable, "-m", "harness", "console", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=folder) as console:
        assert console.stdout is not None
        try:
            yield console.stdout.readline().strip(), console.pid
        finally:
            console.terminate()
            console.communicate(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        made = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield made
        made.close()


def ask(base: str, path: str, body: str | None = None) -> str:
    url, data = f"{base}api/{path}", None if body is None else body.encode()
    with urllib.request.urlopen(url, data, timeout=30) as answer:  # noqa: S310  (our own console)
        return str(answer.read().decode())


SALE = '{"do": "sale", "amount": "1.00"}'


def opened(browser: Any, base: str) -> Any:
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.add_init_script(LONG_TASKS)
    page.goto(base)
    playwright.expect(page.locator("#pos-name")).to_contain_text("Reference POS")
    return page


def test_from_a_click_to_what_is_seen(browser: Any, address: tuple[str, int]) -> None:
    page = opened(browser, address[0])
    page.fill("#search", "printer.cover_open")
    took_ms = []
    for _ in range(15):
        took_ms.append(page.evaluate(CLICK))
        ask(address[0], "mend", "{}")
        playwright.expect(page.locator("#lamps .bad")).to_have_count(0)
    middle, worst = statistics.median(took_ms), max(took_ms)
    print(f"\nfault click to visible change: median {middle:.0f} ms (bound 150), worst {worst:.0f}")
    page.close()


def cpu_s(pid: int) -> float:
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    words = ["ps", "-o", "pid=", "--ppid", str(pid)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return [int(word) for word in done.stdout.split()]


def test_idling(browser: Any, address: tuple[str, int]) -> None:
    page = opened(browser, address[0])
    page.wait_for_timeout(2000)  # what the loading of the page set off
    pids = [address[1], *children(address[1])]
    before = [cpu_s(pid) for pid in pids]
    span_s = 10.0
    page.wait_for_timeout(span_s * 1000)
    shares = [(cpu_s(pid) - was) / span_s for pid, was in zip(pids, before, strict=True)]
    print(f"\nidle with one viewer: console {shares[0]:.1%}, POS {sum(shares[1:]):.1%} (bound 2%)")
    page.close()


@pytest.mark.parametrize("events", [2_000, 10_000])
def test_the_load_of_a_long_run(browser: Any, address: tuple[str, int], events: int) -> None:
    seen = 0
    while seen < events:
        for _ in range(10):
            ask(address[0], "steps", SALE)
        seen = int(re.findall(r'"seq":(\d+)', ask(address[0], "state"))[0])
    page = opened(browser, address[0])
    rows = page.locator("#rows li")
    playwright.expect(rows.first).to_be_attached()
    page.wait_for_timeout(1500)
    loading = list(page.evaluate("() => window.longTasks"))
    page.locator("#all").check()
    page.locator("#wires > summary").click()
    for _ in range(20):
        page.locator("#rows").evaluate("(list) => { list.scrollTop -= 2000; }")
        page.wait_for_timeout(30)
    ask(address[0], "steps", SALE)
    page.wait_for_timeout(800)
    after = list(page.evaluate("() => window.longTasks"))[len(loading) :]
    worst, later = max(loading, default=0), max(after, default=0)
    print(f"\n{seen} events, {rows.count()} rows: longest task of the load {worst:.0f} ms,")
    print(f"while the wires open, one scrolls and a sale goes on: {later:.0f} ms (bound 100 ms)")
    page.close()
