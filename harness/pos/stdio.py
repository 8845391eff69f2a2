"""The driver ``stdio``: the POS as a process, calls on its standard input, answers on output."""

import asyncio
import os

from harness.pos.driver import Launch, Life
from harness.pos.of_process import OfProcess
from harness.pos.process import Process
from harness.pos.protocol import Answer, Params, Reply, decode_line, encode_call, unknown

JUNK_LINES = 20


class StdioDriver(OfProcess[Process]):
    """JSON-RPC, a line an object (docs/contract.md)."""

    def __init__(self) -> None:
        self._open: dict[int, asyncio.Future[Reply]] = {}
        self._calls = 0
        self._junk = 0
        self._stray = ""  # what was wrong with the last line that was no answer

    async def start(self, launch: Launch, life: Life) -> None:
        """Start the process. Raises StartError when the command cannot be started."""
        self._launch, self._life = launch, life
        self._process = await Process.start(
            launch.command,
            {**os.environ, **launch.env},
            launch.folder,
            launch.stderr,
            self._line,
            lambda status: life.ended(status, ""),
            warm=launch.warm,
        )

    def call(self, method: str, params: Params) -> asyncio.Future[Reply]:
        """Write the call; the future is its answer, or that none came in time."""
        self._calls += 1
        number, loop = self._calls, asyncio.get_running_loop()
        future: asyncio.Future[Reply] = loop.create_future()
        self._open[number] = future
        if self._process is not None:
            self._process.write(encode_call(number, method, params))
        timer = loop.call_later(self._launch.patience_s, self._late, number)

        def over(_: asyncio.Future[Reply]) -> None:
            timer.cancel()
            del self._open[number]

        future.add_done_callback(over)
        return future

    async def end(self, patience_s: float) -> None:
        """Its standard input is closed; then, after so long, it is killed."""
        if self._process is not None:
            await self._process.end(patience_s)

    def _line(self, line: bytes) -> None:
        if self._junk >= JUNK_LINES and b'"jsonrpc"' not in line:
            return  # a POS that floods must not keep the bench from its work
        answer = decode_line(line)
        if isinstance(answer, Answer) and self._answer(answer.number, answer.reply):
            return
        if isinstance(answer, Answer):
            answer = f"an answer to call {answer.number}, which is not open"
        if line.strip():
            self._junk += 1
            self._stray = answer
            self._life.said(f"{answer}: {line.decode('utf-8', 'replace').rstrip()}")

    def _late(self, number: int) -> None:
        """No answer came to that call; a line that was none may have been meant for one."""
        stray = f"; the POS wrote {self._stray}" if self._stray else ""
        self._answer(number, unknown(f"no answer within {self._launch.reply_within_s:g} s{stray}"))

    def _answer(self, number: int, reply: Reply) -> bool:
        """Whether that call was still open."""
        future = self._open.get(number)
        if future is None or future.done():
            return False
        future.set_result(reply)
        return True
