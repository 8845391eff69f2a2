"""When a device that is served by itself ends, and with what."""

import asyncio

from emulators.errors import TillproofError


class Ending:
    """Comes by a signal, by the operator, or by a failure that leaves nothing to serve."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._error: BaseException | None = None

    def come(self) -> None:
        """It is over."""
        self._event.set()

    def fail(self, error: TillproofError) -> None:
        """It is over, because something that the device stands on is gone."""
        self._error = self._error or error
        self.come()

    def failed_in_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """A callback of the device raised: serve on, but do not end as if nothing had been."""
        loop.default_exception_handler(context)
        error = context.get("exception")
        if isinstance(error, Exception):
            self._error = self._error or error

    async def wait(self) -> None:
        """Wait until it is over."""
        await self._event.wait()

    def check(self) -> None:
        """Raise the first error that nothing else has caught."""
        if self._error is not None:
            raise self._error
