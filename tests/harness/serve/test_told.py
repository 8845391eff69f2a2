"""What a device served by itself says: as much as a person can read, the rest counted."""

import os
import re
from pathlib import Path

from emulators.clock import VirtualClock
from emulators.history import History
from emulators.links.events import LinkState
from harness.serve.told import LINES_A_SECOND, Teller
from harness.serve.voice import Voice


def test_more_than_a_person_can_read_is_counted(tmp_path: Path) -> None:
    clock = VirtualClock()
    history = History(clock)
    path = tmp_path / "log"
    with path.open("w", encoding="utf-8") as stream, Voice(stream) as voice:
        teller = Teller(voice)
        history.subscribe(teller.tell, teller.heeds)
        for _ in range(LINES_A_SECOND + 50):
            history.record("printer.link", LinkState("up"))
        clock.advance(2.0)
        history.record("printer.link", LinkState("down"))
        os.fsync(stream.fileno())
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sum("link.state" in line for line in lines) == LINES_A_SECOND + 1
    told = [re.fullmatch(r"\((\d+) more, left out\)", line) for line in lines]
    assert sum(int(match[1]) for match in told if match) == 50
