"""What a loop alone costs a host of framed messages: ``python -m tests.benchmarks.echo PORT LOOP``.

Each frame comes back as an answer of the same length that the load client takes for an approval.
"""

import asyncio
import sys
from typing import cast

from emulators.acquirer.dialects.framing import LengthFramer, framed
from harness.serve.eventloop import loop_factory

APPROVED = b"00TP000000"  # DE 39, with DE 41 behind it


class Echo(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._framer = LengthFramer()

    def data_received(self, data: bytes) -> None:
        for frame in self._framer.feed(data):
            self._transport.write(framed(frame[: -len(APPROVED)] + APPROVED))


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=loop_factory(sys.argv[2])) as runner:
        runner.run(serve(int(sys.argv[1])))
