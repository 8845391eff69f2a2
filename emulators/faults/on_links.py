"""Faults of a link: declared once, registered for the printer's line and for the host's.

::

    @link_fault("latency", zh="{line}延迟", field="weak signal")
    @dataclass(frozen=True, slots=True)
    class LinkLatency(LinkFault):
        '''The line to the {device} is slow: everything comes later.'''

gives ``printer.link.latency`` and ``acquirer.link.latency``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, TypeVar

from emulators.effects import Effect
from emulators.faults.fault import Fault, fault
from emulators.faults.parameters import must_be_between, must_be_one_of
from emulators.links.impairments.base import (
    DOWNSTREAM,
    STREAMS,
    UPSTREAM,
    Impair,
    Impairment,
    Restore,
)
from emulators.links.impairments.cutters import Cutter, runs
from emulators.links.impairments.whole import Whole

# What each line is called: the prefix, in English, in Chinese.
LINES = (("printer", "printer", "打印机线路"), ("acquirer", "host", "银行主机线路"))

_NO_MESSAGES = "TCP brings every byte once and in order, and a printer's line has no messages"


@dataclass(frozen=True, slots=True)
class LinkFault(Fault):
    """The base of a fault that impairs a line until somebody mends it."""

    carries_messages: ClassVar[bool] = False  # whether the line has messages to speak of

    def impair(
        self, make: Callable[[frozenset[int]], Impairment], *, only: str = "", why: str = ""
    ) -> Effect:
        """The effect; ``make`` makes the impairment, told of the connections that are open.

        ``only``: tcp or serial, when no other line can have it, and ``why``.
        """
        return Impair(self.name, make, only, why)

    def impair_whole(self, make: Callable[[Cutter | None], Impairment], run_bytes: int) -> Effect:
        """The effect on a whole message, or on ``run_bytes`` of a serial line, which has none."""
        if self.carries_messages:
            return self.impair(lambda _: make(None))
        return self.impair(lambda _: make(runs(run_bytes)), only="serial", why=_NO_MESSAGES)

    def mend(self) -> Effect | None:
        """The line is as it should be."""
        return Restore(self.name)

    def check_stream(self) -> None:
        """Raise UsageError for a stream that no line has."""
        must_be_one_of(self, "stream", STREAMS)


@dataclass(frozen=True, slots=True)
class MessageFault(LinkFault):
    """The base of a fault that befalls the ``nth`` whole message; on a serial line, ``bytes``."""

    impairment: ClassVar[type[Whole]]

    nth: int = 1
    bytes: int = 16
    stream: str = UPSTREAM

    def __post_init__(self) -> None:
        """Refuse what no line can do."""
        must_be_one_of(self, "stream", (UPSTREAM, DOWNSTREAM))
        must_be_between(self, "nth", 1, 1_000_000)
        must_be_between(self, "bytes", 1, 65_536)

    def strike(self) -> Effect:
        """The next one, or the ``nth``."""
        return self.impair_whole(partial(self.impairment, self.stream, self.nth), self.bytes)

    def is_undetectable(self) -> bool:
        """What a serial line loses on its way to the paper no printer misses; its answers tills do.

        A cut that is lost is the like: the proof behind it comes all the same.
        """
        return not self.carries_messages and self.stream == UPSTREAM

    def mend(self) -> Effect | None:
        """It is over at once: nobody has to."""
        return None


F = TypeVar("F", bound=Fault)


def link_fault(
    name: str, *, zh: str, field: str, undetectable: bool = False
) -> Callable[[type[F]], type[F]]:
    """Register a fault class as ``printer.link.NAME`` and ``acquirer.link.NAME``.

    ``{device}`` in its docstring and ``{line}`` in ``zh`` are filled in.
    """

    def register(cls: type[F]) -> type[F]:
        for prefix, device, line in LINES:
            own = type(
                f"{prefix.title()}{cls.__name__}",
                (cls,),
                {
                    "__doc__": (cls.__doc__ or "").format(device=device),
                    "__module__": cls.__module__,
                    "__slots__": (),
                    "carries_messages": prefix == "acquirer",
                },
            )
            fault(
                f"{prefix}.link.{name}",
                target=f"{prefix}.link",
                zh=zh.format(line=line),
                field=field,
                undetectable=undetectable,
            )(own)
        return cls

    return register
