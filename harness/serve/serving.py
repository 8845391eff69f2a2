"""Serves one device until SIGINT or SIGTERM, and tells what happens to it."""

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import click

from emulators.faults.fault import parse_fault
from emulators.faults.nemesis import arm_all
from harness.faults import add_harness_faults
from harness.serve.addresses import is_wide
from harness.serve.control import listen_to_pipe
from harness.serve.ending import Ending
from harness.serve.eventloop import loop_factory
from harness.serve.ground import Ground, make_ground
from harness.serve.operator import Later, Operator, listen_to_terminal, say_later
from harness.serve.told import QUIET, Teller
from harness.serve.voice import Voice


class Stand(Protocol):
    """A device with its links. Whoever makes one puts its closing on the ground's ``end``."""

    @property
    def urls(self) -> Sequence[str]:
        """Where it is reached."""

    @property
    def hosts(self) -> Sequence[str]:
        """The network addresses that it listens on."""

    @property
    def keys(self) -> dict[str, str]:
        """Short words of an operator, and what each stands for."""

    def listen(self) -> None:
        """Let the POS connect."""

    def status(self) -> str | Later:
        """How it is now, for a person; or what finds it out, on any thread."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for, whichever device it is."""

    name: str
    faults: tuple[str, ...] = ()
    results_dir: Path | None = None
    loop: str = "auto"
    control: Path | None = None


CYCLES_AFTER = 50_000  # objects
SWITCH_S = 0.001
Make = Callable[[Ground], Stand]


def serve(order: Order, make: Make) -> None:
    """Serve until a signal comes. Raises TillproofError for wrong use; nothing is left then."""
    with asyncio.Runner(loop_factory=loop_factory(order.loop)) as runner:
        runner.run(_serve(order, make))


async def _serve(order: Order, make: Make) -> None:
    add_harness_faults()  # so that one for the POS is refused as such, not as unknown
    scheduled = [parse_fault(text) for text in order.faults]
    ending = Ending()
    with contextlib.ExitStack() as around:
        _catch_signals(ending, around)
        ground = make_ground(order.name, order.results_dir, ending, around)
        with ground.end:
            stand = make(ground)
            teller = Teller(ground.log, ground.clock)
            ground.history.subscribe(teller.tell, teller.heeds, QUIET)
            _tune()
            stand.listen()
            arm_all(ground.nemesis, scheduled)
            _announce(stand, ground.log)
            _hear_operator(ground, stand, ending, order.control)
            await ending.wait()
        await asyncio.sleep(0)  # what the books' writer has handed over at the last moment
    ending.check()


def _tune() -> None:
    """Make the interpreter fit for a process that serves one device for days.

    What is there now stays, and what comes is freed by its last user: with Python's own thresholds
    a busy host spends a quarter of its time looking for cycles. And the books' flusher must not
    wait 5 ms for the interpreter to say that a group is on the disk.
    """
    gc.freeze()
    gc.set_threshold(CYCLES_AFTER, 20, 100)
    sys.setswitchinterval(SWITCH_S)


def _hear_operator(ground: Ground, stand: Stand, ending: Ending, control: Path | None) -> None:
    say, loop = ground.log.say, ground.loop
    operator = Operator(
        ground.nemesis, stand.status, stand.keys, say, ending.come, partial(say_later, loop, say)
    )
    listen_to_terminal(operator, ground.loop, ground.end)
    if control is not None:
        listen_to_pipe(control, operator, ground.loop, ground.end)


def _announce(stand: Stand, log: Voice) -> None:
    """Say where it is reached. The sockets take connections from before this on."""
    for url in stand.urls:
        click.echo(url)
    sys.stdout.flush()
    for host in filter(is_wide, stand.hosts):
        log.say(f"warning: {host} is open to other machines, and nothing asks who they are")


def _catch_signals(ending: Ending, end: contextlib.ExitStack) -> None:
    """SIGHUP too, so that a closed terminal leaves nothing; not when nohup has set it aside."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(ending.failed_in_loop)
    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    for number in numbers:
        loop.add_signal_handler(number, ending.come)
        end.callback(loop.remove_signal_handler, number)
