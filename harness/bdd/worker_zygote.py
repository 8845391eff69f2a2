"""A program of its own: imports once what takes a worker long, and is forked for each worker.

``python -m harness.bdd.worker_zygote FD``; the messages on that socket are those of
``harness.pos.zygote``. It ends when the socket closes.
"""

import gc
import os
import signal
import socket
import sys

from harness.bdd import worker
from harness.bdd.runner import shipped_matchers
from harness.pos.zygote import serve


def main() -> None:
    """Get ready, then fork at each message."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run and its workers
    sys.argv[1:], line = [], socket.socket(fileno=int(sys.argv[1]))
    shipped_matchers()
    gc.freeze()  # what is here stays: the workers need not copy it
    serve(line, work)


def work() -> None:
    """Be a worker, as ``python -m harness.bdd.worker`` is one."""
    sys.path[0] = os.getcwd()  # noqa: PTH109
    worker.main()


if __name__ == "__main__":
    main()
