"""How far a long thing has got: one line on a terminal, nothing anywhere else."""

import shutil
import sys
import time

import click

PATIENCE_S = 1.0  # what is over sooner needs no line
_BAR = 20


class Progress:
    """The line stands on standard error, below whatever is printed through ``say``."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._start_s = time.monotonic()
        self._shown = ""
        self._terminal = sys.stderr.isatty()

    def say(self, text: str, *, err: bool = False) -> None:
        """Print a line of the result; the progress line stays below it."""
        self._wipe()
        click.echo(text, err=err)
        self._draw()

    def show(self, done: int, total: int, note: str = "") -> None:
        """So many are done, of so many."""
        took_s = time.monotonic() - self._start_s
        if not self._terminal or took_s < PATIENCE_S:
            return
        full = round(_BAR * done / max(1, total))
        left_s = took_s / done * (total - done) if done else 0.0
        words = [f"{done}/{total} {self._what}", note]
        words.append(f"about {left_s:.0f} s left" if left_s >= 1 else "")
        bar = "█" * full + "░" * (_BAR - full)
        self._wipe()
        width = shutil.get_terminal_size().columns - 1
        self._shown = " ".join([bar, " · ".join(filter(None, words))])[:width]
        self._draw()

    def close(self) -> None:
        """It is over: nothing is left of the line."""
        self._wipe()
        self._shown = ""

    def _draw(self) -> None:
        if self._shown:
            click.echo(f"\r{self._shown}", nl=False, err=True)

    def _wipe(self) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)
