"""What a driver is: the way in which a POS is started, asked and ended."""

import asyncio
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from emulators.effects import Effect
from emulators.events import Payload
from harness.pos.protocol import Params, Reply
from harness.pos.warm import WarmPos

BUSY_MACHINE_S = 3.0  # what a busy machine may need, however fast the POS's time passes


@dataclass(frozen=True, slots=True)
class Launch:
    """How the POS is started. ``env`` comes on top of a plain environment.

    ``rate``: how many times as fast its time passes; ``warm``: what it is forked from, if anything;
    ``url``: where it is asked, for a POS that has one.
    """

    command: Sequence[str]
    env: Mapping[str, str]
    folder: Path
    stderr: Path
    reply_within_s: float
    rate: float = 1.0
    warm: WarmPos | None = None
    url: str = ""

    @property
    def patience_s(self) -> float:
        """How long an answer is waited for, in the machine's own seconds."""
        own_s = self.reply_within_s / self.rate
        return own_s if self.rate == 1 else max(own_s, BUSY_MACHINE_S)


@dataclass(frozen=True, slots=True)
class Life:
    """Whom a driver tells of what happens in one life of the POS.

    ``said``: what the POS said that answers nothing; ``ended``: once, with its exit status and what
    else there is to say of it; ``saw``: evidence for the History; ``blob``: keeps octets and gives
    their name.
    """

    said: Callable[[str], None]
    ended: Callable[[int, str], None]
    saw: Callable[[Payload], None]
    blob: Callable[[bytes], str]


class Driver(Protocol):
    """One POS, a life at a time. On the bench's loop; nothing here may keep it waiting."""

    async def start(self, launch: Launch, life: Life) -> None:
        """Bring it up, before ``hello``. Raises StartError that says what is wrong."""

    @property
    def alive(self) -> bool:
        """Whether it has not ended, as far as is known."""

    def call(self, method: str, params: Params) -> asyncio.Future[Reply]:
        """Begin a call at once. Who waits sees to the time limit and to the end of the POS."""

    def why_not(self, effect: Effect) -> str:
        """Why a POS that is driven so cannot undergo that, in a sentence; '' when it can."""

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and to everything that it started."""

    def kill(self) -> None:
        """SIGKILL to it and to everything that it started; returns when it is dead."""

    async def end(self, patience_s: float) -> None:
        """See to it that it ends within that long, and that nothing of it is left."""


def settle(future: asyncio.Future[Reply], reply: Reply) -> None:
    """The answer to a call, unless it came too late."""
    if not future.done():
        future.set_result(reply)
