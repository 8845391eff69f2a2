"""The bench around a POS that is a class: in this process, in virtual time, in memory.

Everything else is the same: devices, links, operator, faults, recovery, History. Two runs of one
schedule give the same History to the last event.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from emulators.acquirer.store import MemoryStore, Store
from emulators.blobs import Blobs
from emulators.faults.fault import ScheduledFault
from emulators.history import History
from emulators.links.ends import PrinterEnd
from emulators.links.link import Device, Link
from emulators.links.memory import MemoryLink
from emulators.masking import card_numbers, mask_text
from emulators.printer.device import Printer
from emulators.recorder import Recorder
from harness.bench import Bench
from harness.config import Config
from harness.devices import Wiring
from harness.events import PosLog
from harness.loop import Loop
from harness.pos.ground import Ground
from harness.pos.pos import Pos
from harness.pos.warm import WarmPos
from harness.virtual.driver import VirtualDriver, rest
from harness.virtual.ground import VirtualGround
from harness.virtual.time import LoopClock, LoopHere
from harness.virtual.world import Till, World

MakeTill = Callable[[World], Till]


@dataclass(slots=True)
class MemoryWiring:
    """Links that are called by their names, books in memory."""

    clock: LoopClock
    pictures: bool
    links: dict[str, MemoryLink] = field(default_factory=dict)

    def printer_link(self, recorder: Recorder, printer: Printer) -> Link:
        """The link of a printer."""
        name = recorder.device.partition(".")[0]
        return self._kept(
            MemoryLink(recorder, PrinterEnd(printer), self.clock, f"tcp://{name}:9100")
        )

    def host_link(self, recorder: Recorder, end: Device, numbers: Iterator[int]) -> Link:
        """A line to the host."""
        url = f"tcp://{recorder.device.partition('.')[0]}:8583"
        return self._kept(MemoryLink(recorder, end, self.clock, url, keep=False, numbers=numbers))

    def books(self, failed: Callable[[], None]) -> Store:
        """They cannot fail."""
        del failed
        return MemoryStore()

    def _kept(self, link: MemoryLink) -> MemoryLink:
        self.links[link.url] = link
        return link


class VirtualBench(Bench):
    """One run of a POS that is a class.

    ``make`` begins a life of it. ``pictures`` False: no slip is drawn; what can be read on them is
    known all the same. Nothing is written to the folder until ``save``, or with ``saves`` when the
    bench goes down.
    """

    late = True
    looks = 5  # each is at its time to the microsecond

    def __init__(
        self,
        config: Config,
        folder: Path,
        make: MakeTill,
        *,
        name: str = "run",
        schedule: Sequence[ScheduledFault | str] = (),
        pictures: bool = True,
        saves: bool = False,
        needs: Iterable[str] = (),
    ) -> None:
        self._saves, self._up = saves, False
        self._make, self._pictures = make, pictures
        super().__init__(config, folder, name=name, schedule=schedule, needs=needs)

    def start(self) -> None:
        """As of any bench; one that goes on from a checkpoint is up."""
        if not self._up:
            super().start()
            self._up = True

    def set_up(self) -> None:
        """As ``start``, but no fault is armed and the POS is not started."""
        self._open(self._set_up)
        self._up = True

    def go_on(self, folder: Path, name: str) -> None:
        """Be the bench of another run from here: a copy is the bench that it was made of."""
        self.folder, self.name = folder, name

    def let_go(self) -> None:
        """Forget it as it stands: nothing of it is anywhere but in memory."""
        if self._up:
            self._here.close()

    def _make_ground(self, needs: set[str], rate: float, warm: WarmPos | None) -> Ground:
        del needs, rate, warm  # a class has all that anything needs
        self._ground = VirtualGround(self.config)
        return self._ground

    def _open_loop(self) -> Loop:
        self._here = LoopHere()
        return self._here

    def _open_history(self) -> History:
        self._now = LoopClock(self._here.loop)
        if self._saves:
            self._stack.callback(self.save)  # last of all but the loop's end
        return History(self._now, Blobs())

    def _wiring(self) -> Wiring:
        self._wired = MemoryWiring(self._now, self._pictures)
        return self._wired

    def _make_pos(self, recorder: Recorder) -> Pos:
        ground = self._ground
        driver = VirtualDriver(self._make, self._now, ground, self._wired.links)
        self._stack.callback(lambda: self._keep_log(recorder, driver))
        self._stack.callback(rest)
        launch = ground.prepare(self.devices.addresses)
        return Pos(recorder, self._now, driver, launch, ground)

    def _keep_log(self, recorder: Recorder, driver: VirtualDriver) -> None:
        text = driver.log
        blob = recorder.blob(mask_text(text).encode())
        recorder.record(PosLog(blob, card_numbers(text)))
