"""A named pipe for commands: what a switched socket is to a real printer, this is to a virtual one.

Each line is what one would type at the terminal: ``echo open cover > PATH``.
"""

import asyncio
import contextlib
import os
from pathlib import Path

from emulators.errors import UsageError
from harness.serve.operator import LINE_BYTES, Operator


def listen_to_pipe(
    path: Path, operator: Operator, loop: asyncio.AbstractEventLoop, end: contextlib.ExitStack
) -> None:
    """Make the pipe and obey what is written into it. Raises UsageError when it cannot be made."""
    try:
        os.mkfifo(path, 0o600)
    except OSError as error:
        raise UsageError(f"--control {path} cannot be made: {error.strerror}") from None
    end.callback(path.unlink, missing_ok=True)
    # Open for writing, too: then it never ends when a writer has closed it.
    fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    end.callback(os.close, fd)
    held = bytearray()

    def written() -> None:
        nonlocal held
        with contextlib.suppress(BlockingIOError):
            held += os.read(fd, LINE_BYTES)
        *lines, rest = bytes(held).split(b"\n")
        held = bytearray(rest[-LINE_BYTES:])
        for line in lines:
            operator.obey(line.decode("utf-8", "replace"))

    loop.add_reader(fd, written)
    end.callback(loop.remove_reader, fd)
