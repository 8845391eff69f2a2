"""The script of a POS in a browser: elements to click and fill, what the page then shows."""

from typing import Literal

from pydantic import Field

from harness.pos.scripts.screens import ScreenScript

# Names of keys that Playwright has another word for (its page on keyboard.press).
KEYS = {
    "Esc": "Escape",
    "Space": " ",
    "Up": "ArrowUp",
    "Down": "ArrowDown",
    "Left": "ArrowLeft",
    "Right": "ArrowRight",
    "LT": "<",
}


class BrowserScript(ScreenScript):
    """With the browser. ``back``: what is clicked to get home; '': the page is loaded anew.

    ``executable``: a browser of the machine's own, else Playwright's.
    """

    browser: Literal["chromium", "firefox", "webkit"] = "chromium"
    executable: str = ""
    headless: bool = True
    back: str = ""
    width: int = Field(default=1024, ge=100, le=10000)
    height: int = Field(default=768, ge=100, le=10000)
