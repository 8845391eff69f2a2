"""A real browser for the tests of pages: a module that imports this is left out without one."""

import shutil

import pytest

playwright = pytest.importorskip("playwright.sync_api")
PROGRAM = shutil.which("chromium") or shutil.which("google-chrome")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
IN_A_BROWSER = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine"),
]
playwright.expect.set_options(timeout=20_000)  # a busy machine is no defect
