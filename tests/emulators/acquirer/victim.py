"""A host process to be killed: reads a number of sales, says each answered trace on stdout."""

import sys
from pathlib import Path

from emulators.acquirer.dialects.framing import LengthFramer
from emulators.acquirer.dialects.iso87 import Iso87
from emulators.acquirer.host import Host
from emulators.acquirer.ledger import SqliteStore
from emulators.clock import VirtualClock
from emulators.history import History
from tests.emulators.acquirer.loop import HandLoop
from tests.emulators.acquirer.till import Till


def main() -> None:
    loop = HandLoop()
    clock = VirtualClock()
    store = SqliteStore(Path(sys.argv[1]), loop.call_soon)
    host = Host(History(clock).recorder("acquirer"), clock, Iso87(), store)
    framer = LengthFramer()

    def send(data: bytes) -> None:
        for frame in framer.feed(data):
            sys.stdout.write(Iso87().decode(frame).get(11) + "\n")
            sys.stdout.flush()

    host.connect(1, send, lambda: None)
    for trace in range(1, 100_000):
        host.feed(1, Till().sale(trace, trace))
        if trace % 20 == 0:  # up to twenty are under way, so that groups are written
            loop.turn()


if __name__ == "__main__":
    main()
