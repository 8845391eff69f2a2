"""Standard streams whose reader has gone, as ``| head`` does: what is said is lost, and no more.

Python raises at the next write, and a run would break off, or end with the status of that.
"""

import io
import sys
from typing import Any, cast


class _Unread(io.FileIO):
    """A descriptor that takes what nobody reads any more."""

    def write(self, data: Any, /) -> int:
        """As ever; all of it is taken when the reader has gone."""
        try:
            return super().write(data) or 0
        except BrokenPipeError:
            return len(data)


def let_readers_go() -> None:
    """From now on both streams are such; in place of the process's own only."""
    if sys.stdout is sys.__stdout__:
        sys.stdout = _unread(sys.stdout)
    if sys.stderr is sys.__stderr__:
        sys.stderr = _unread(sys.stderr)


def _unread(stream: Any) -> Any:
    if not isinstance(stream, io.TextIOWrapper):  # closed, or a program's own
        return stream
    stream.flush()
    raw = cast("io.RawIOBase", _Unread(stream.fileno(), "w", closefd=False))
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
    )
