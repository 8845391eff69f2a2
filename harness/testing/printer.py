"""A virtual printer in a test: where it is, what stands on its paper, what befalls it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from emulators.history import of
from emulators.links.ends import PrinterEnd
from emulators.links.link import Link
from emulators.links.pty import PtyLink
from emulators.links.tcp import TcpLink
from emulators.printer.device import Printer, Snapshot
from emulators.printer.events import SlipEnded
from emulators.printer.profiles import profile
from harness.testing.stage import PATIENCE_S, Face, LoneStage, Stage


class Device(Protocol):
    """A printer, virtual or at the end of a tap."""

    def snapshot(self) -> Snapshot:
        """As it is now."""

    def tear(self) -> None:
        """Tear off what hangs out."""


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """One slip. ``legible`` says of each line whether it can be read from its dots."""

    number: int
    lines: tuple[str, ...]
    legible: tuple[bool, ...]
    symbols: tuple[str, ...]
    complete: bool
    ended_by: str
    png: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """Its lines."""
        return "\n".join(self.lines)


class PrinterFace(Face):
    """The printer of a stage."""

    def __init__(self, stage: Stage, device: Device, link: Link) -> None:
        super().__init__(stage)
        self._device = device
        self._link = link

    @property
    def url(self) -> str:
        """Its address, as a POS is told it: ``tcp://127.0.0.1:49152``."""
        return self._link.url

    @property
    def host(self) -> str:
        """The network address; '' on a serial line."""
        return self._link.host if isinstance(self._link, TcpLink) else ""

    @property
    def port(self) -> int:
        """The TCP port; 0 on a serial line."""
        return self._link.port if isinstance(self._link, TcpLink) else 0

    @property
    def path(self) -> str:
        """The device file of a serial line; '' on the network."""
        return str(self._link.path) if isinstance(self._link, PtyLink) else ""

    @property
    def slips(self) -> list[PrintedSlip]:
        """Every slip that has been cut or torn off, in order."""
        blobs = self._stage.history.blobs
        return [
            PrintedSlip(
                number=ended.slip,
                lines=ended.text,
                legible=ended.legible,
                symbols=ended.symbols,
                complete=ended.complete,
                ended_by=ended.ended_by,
                png=blobs.get(ended.blob) if ended.blob else b"",
            )
            for event, ended in of(self.events, SlipEnded)
            if event.device == "printer"
        ]

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands on the paper that is still in the printer."""
        return self._stage.do(self._device.snapshot).slip_text

    def await_slip(self, number: int = 1, within_s: float = PATIENCE_S) -> PrintedSlip:
        """The slip of that number, when it has come out. Raises TimeoutError."""
        self.wait_until(lambda: len(self.slips) >= number, f"slip {number}", within_s)
        return self.slips[number - 1]

    def tear_off(self) -> PrintedSlip:
        """Take the paper that stands out of the printer, as a customer does without a cutter."""
        self._stage.do(self._device.tear)
        return self.slips[-1]


@contextmanager
def lone_printer(model: str = "TM-T88V", path: Path | None = None) -> Iterator[PrinterFace]:
    """A printer by itself, on a free TCP port or on a serial line at ``path``.

    Raises UsageError for a model that is none, PortError, PtyError.
    """
    with LoneStage() as stage:
        yield stage.do(lambda: _printer(stage, model, path))


def _printer(stage: LoneStage, model: str, path: Path | None) -> PrinterFace:
    history, loop = stage.history, stage.loop.loop
    device = Printer(history.recorder("printer"), stage.clock, profile(model))
    recorder, end = history.recorder("printer.link"), PrinterEnd(device)
    link: TcpLink | PtyLink = (
        TcpLink(recorder, end, loop) if path is None else PtyLink(recorder, end, loop, path)
    )
    stage.end.callback(lambda: stage.do(link.stop))
    device.on_room = link.resume
    device.on_power = lambda on: link.power(on=on)
    stage.nemesis.attach("printer", device)
    stage.nemesis.attach("printer.link", link)
    link.listen()
    return PrinterFace(stage, device, link)
