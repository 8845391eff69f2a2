"""``lab run``: for the time of a run, the benches work on real printers."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from harness.lab.addresses import parse_port
from harness.lab.seats import Seat, write_seats
from harness.lab.settings import AS_CONFIGURED, TAP


@contextmanager
def on_taps(ports: Sequence[str], places: Sequence[Seat] = ()) -> Iterator[None]:
    """Every bench that starts within works on one of these printers. Raises UsageError."""
    for port in ports:
        parse_port(port)
    seats = [*places, *(Seat(port) for port in ports)]
    with tempfile.TemporaryDirectory(prefix="tillproof-lab-") as folder:
        changed = {TAP: seats[0].port if seats else AS_CONFIGURED}
        changed |= write_seats(seats, Path(folder) / "seats.json") if seats else {}
        before = {name: os.environ.get(name) for name in changed}
        os.environ.update(changed)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
