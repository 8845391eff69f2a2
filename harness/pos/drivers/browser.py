"""The driver ``browser``: a POS on a page, worked by a script through Playwright.

What counts as the screen is the text that the page shows, as its reader sees it.
"""

import asyncio
import contextlib
import os
import re
import signal

from playwright.async_api import Browser, Page, Playwright, async_playwright
from playwright.async_api import Error as PlaywrightError

from emulators.effects import Effect
from harness.pos.driver import Launch, Life
from harness.pos.drivers.screen import LostError, ScreenDriver
from harness.pos.own_process import OwnProcess
from harness.pos.process import StartError
from harness.pos.scripts.browser import KEYS, BrowserScript
from harness.pos.scripts.screens import Step
from harness.pos.scripts.words import filled

LOOKS_EVERY_S = 0.05
TEXT_LIMIT = 100_000  # characters
_KEY = re.compile(r"<([A-Za-z0-9-]+)>|([^<]+)")


class BrowserDriver(ScreenDriver):
    """One POS on a page at ``launch.url``, and its server's process, if that is ours."""

    def __init__(self, script: BrowserScript, source: str, places: int, *, ours: bool) -> None:
        super().__init__(script, source, places)
        self._page_script = script
        self._process = OwnProcess(ours=ours)
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._page: Page | None = None
        self._looking: asyncio.Task[None] | None = None
        self._text = ""

    async def start(self, launch: Launch, life: Life) -> None:
        """Start the server, the browser, and load the page until somebody answers there."""
        await self._shut()
        self._launch, self._life = launch, life
        launch.stderr.touch()
        await self._process.start(launch, life)
        try:
            self._page = await self._opened()
        except PlaywrightError as error:
            await self._shut()
            await self._process.end(0)
            raise StartError(f"driver = 'browser': {_first_line(error)}") from None
        self._text = ""
        self._looking = asyncio.ensure_future(self._look(self._page))

    @property
    def alive(self) -> bool:
        """Whether its process runs, and the page is there."""
        return self._process.alive and self._page is not None

    def why_not(self, effect: Effect) -> str:
        """A process of ours can undergo everything."""
        return self._process.why_not(effect)

    def signal(self, number: signal.Signals) -> None:
        """To the server and everything that it started."""
        self._process.signal(number)

    def kill(self) -> None:
        """The server is dead when this returns; the page stays as it is until the next start."""
        self._process.kill()

    async def end(self, patience_s: float) -> None:
        """The browser is closed, the server ended."""
        was_there = self.alive
        await self._shut()
        await self._process.end(patience_s)
        if was_there and not self._launch.command:
            self._life.ended(0, "")

    @property
    def text(self) -> str:
        """What the page shows."""
        return self._text

    async def act(self, step: Step, words: dict[str, str]) -> None:
        """Click, fill, or press keys. Raises LostError where there is no such element."""
        page = self._page
        if page is None:
            raise LostError("the page is closed")
        try:
            if step.click is not None:
                await page.locator(filled(step.click, words)).click()
            elif step.fill is not None:
                await page.locator(filled(step.fill, words)).fill(filled(step.to, words))
            else:
                await self._strike(page, filled(step.press or "", words))
        except PlaywrightError as error:
            raise LostError(f"{step.told}: {_first_line(error)}") from None

    async def again(self, step: Step) -> None:
        """The same click or keys; what is not there any more cannot be pressed again."""
        with contextlib.suppress(LostError, TimeoutError):
            async with asyncio.timeout(1):
                await self.act(step, {})

    async def back(self) -> None:
        """Click what leads home, or load the page anew."""
        if self._page is None:
            return
        with contextlib.suppress(PlaywrightError, TimeoutError):
            async with asyncio.timeout(2):
                if self._page_script.back:
                    await self._page.locator(self._page_script.back).click()
                else:
                    await self._page.goto(self._launch.url)

    async def _strike(self, page: Page, keys: str) -> None:
        for key in _KEY.finditer(keys):
            if key[1]:
                name = key[1].replace("Ctrl-", "Control+")
                await page.keyboard.press(KEYS.get(key[1], name))
            else:
                await page.keyboard.type(key[2])

    async def _opened(self) -> Page:
        script = self._page_script
        self._playwright = await async_playwright().start()
        kind = getattr(self._playwright, script.browser)
        args = ["--no-sandbox"] if script.browser == "chromium" and os.geteuid() == 0 else []
        executable = script.executable or os.environ.get("TILLPROOF_BROWSER") or None
        browser: Browser = await kind.launch(
            executable_path=executable, headless=script.headless, args=args
        )
        self._browser = browser
        size = {"width": script.width, "height": script.height}
        page = await browser.new_page(viewport=size)  # type: ignore[arg-type]
        page.set_default_timeout(self._launch.patience_s * 1000)
        return page

    async def _look(self, page: Page) -> None:
        """Load the page until it is there; then look at it again and again."""
        loaded = False
        while True:
            with contextlib.suppress(PlaywrightError):
                if not loaded:
                    await page.goto(self._launch.url)
                    loaded = True
                text = (await page.locator("body").inner_text(timeout=1000))[:TEXT_LIMIT]
                if text != self._text:
                    self._text = text
                    self._seen.set()
            await asyncio.sleep(LOOKS_EVERY_S)

    async def _shut(self) -> None:
        await self.cancel()
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        with contextlib.suppress(PlaywrightError):
            if self._browser is not None:
                await self._browser.close()
        if self._playwright is not None:
            await self._playwright.stop()
        self._playwright = self._browser = self._page = self._looking = None


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]
