"""How long a command is: the few shapes that the parameters of ESC/POS commands have.

Each shape answers ``needs``: how many parameter bytes belong to the command's head, as far as the
bytes at hand tell (more than there are: wait for them; ``WRONG``: no command of this form). What
follows the head of a long command (an image, a definition) is its payload; ``payload`` says how
long it is, so that it can pass through in pieces and no length, however absurd, needs memory.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

Size = Callable[[bytes], int]
WRONG = -1


class Framing(Protocol):
    """The length of a command."""

    def needs(self, params: bytes) -> int:
        """Bytes of the head: known to be complete when ``params`` has as many; or WRONG."""

    def payload(self, head: bytes) -> int:
        """Bytes that follow the head."""

    def item_head(self) -> int:
        """For a payload in items: bytes that tell the size of an item; 0 when it has none."""

    def items(self, head: bytes) -> int:
        """For a payload in items: how many there are."""

    def item_size(self, head: bytes, item: bytes) -> int:
        """For a payload in items: bytes that follow an item's own head."""


class _Plain:
    """What most commands have: no payload."""

    __slots__ = ()

    def payload(self, head: bytes) -> int:
        """Nothing follows."""
        del head
        return 0

    def item_head(self) -> int:
        """No items."""
        return 0

    def items(self, head: bytes) -> int:
        """No items."""
        del head
        return 0

    def item_size(self, head: bytes, item: bytes) -> int:
        """No items."""
        del head, item
        return 0


@dataclass(frozen=True, slots=True)
class Fixed(_Plain):
    """So many bytes, always."""

    count: int

    def needs(self, params: bytes) -> int:
        """The same number whatever is there."""
        del params
        return self.count


@dataclass(frozen=True, slots=True)
class Sized(_Plain):
    """The first ``first`` bytes tell how many more there are (few: all is the head)."""

    first: int
    more: Size

    def needs(self, params: bytes) -> int:
        """The first bytes, then what they say."""
        if len(params) < self.first:
            return self.first
        more = self.more(params[: self.first])
        return WRONG if more < 0 else self.first + more


@dataclass(frozen=True, slots=True)
class Until(_Plain):
    """The bytes up to the ``times``-th ``stop`` after the first ``first``; at most ``limit``."""

    stop: int
    limit: int
    times: int = 1
    first: int = 0

    def needs(self, params: bytes) -> int:
        """Up to the stop, or one more than there is while it has not come."""
        at = self.first - 1
        for _ in range(self.times):
            at = params.find(self.stop, at + 1, self.limit)
            if at < 0:
                return min(max(len(params), self.first) + 1, self.limit)
        return at + 1


@dataclass(frozen=True, slots=True)
class Choice(_Plain):
    """Another shape according to the first byte."""

    choose: Callable[[int], "Fixed | Sized | Until | None"]

    def needs(self, params: bytes) -> int:
        """One byte, then what the shape that it names says."""
        if not params:
            return 1
        shape = self.choose(params[0])
        return WRONG if shape is None else shape.needs(params)


@dataclass(frozen=True, slots=True)
class Long(_Plain):
    """``first`` bytes of head tell the size of a payload that may be long."""

    first: int
    size: Size

    def needs(self, params: bytes) -> int:
        """The head; WRONG when no such command has a head like this."""
        if len(params) < self.first:
            return self.first
        return WRONG if self.size(params[: self.first]) < 0 else self.first

    def payload(self, head: bytes) -> int:
        """What the head says."""
        return self.size(head)


@dataclass(frozen=True, slots=True)
class Items(_Plain):
    """A head, then ``count`` items, each of ``lead`` bytes that tell the size of the rest of it."""

    first: int
    count: Size
    lead: int
    size: Callable[[bytes, bytes], int]

    def needs(self, params: bytes) -> int:
        """The head only."""
        del params
        return self.first

    def item_head(self) -> int:
        """The bytes that tell an item's size."""
        return self.lead

    def items(self, head: bytes) -> int:
        """What the head says, never less than none."""
        return max(0, self.count(head))

    def item_size(self, head: bytes, item: bytes) -> int:
        """What the item's own head says."""
        return self.size(head, item)


def word(data: bytes, at: int = 0) -> int:
    """The two bytes at ``at``, low byte first: how ESC/POS writes numbers."""
    return data[at] | data[at + 1] << 8


def long_word(data: bytes, at: int = 0) -> int:
    """The four bytes at ``at``, low byte first."""
    return word(data, at) | word(data, at + 2) << 16


def digit(value: int) -> int:
    """A parameter that may be a number or its ASCII digit: many commands take both."""
    return value - 48 if 48 <= value <= 57 else value
