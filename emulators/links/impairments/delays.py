"""``latency``, ``jitter``, ``bandwidth``: everything arrives, later."""

import random

from emulators.links.impairments.base import Flow, Impairment, Piece


class Latency(Impairment):
    """Each piece comes ``ms`` later, in order."""

    def __init__(self, ms: float, stream: str) -> None:
        super().__init__(stream)
        self._ms = ms

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """Later."""
        del flow
        return [piece._replace(delay_ms=piece.delay_ms + self._ms)]

    def ending(self, flow: Flow, piece: Piece) -> list[Piece]:
        """As late as everything else."""
        return self.pass_on(flow, piece)


class Jitter(Impairment):
    """Each piece comes up to ``most_ms`` later, by chance; the order is kept."""

    def __init__(self, most_ms: float, seed: int, stream: str) -> None:
        super().__init__(stream)
        self._most_ms, self._random = most_ms, random.Random(seed)  # noqa: S311  (repeatable)

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """Later by chance."""
        del flow
        late_ms = self._random.uniform(0.0, self._most_ms)
        return [piece._replace(delay_ms=piece.delay_ms + late_ms)]


class Bandwidth(Impairment):
    """The line carries ``bytes_s`` bytes a second, in pieces of a fiftieth of a second or less."""

    def __init__(self, bytes_s: int, stream: str) -> None:
        super().__init__(stream)
        self._bytes_s, self._step = bytes_s, max(1, bytes_s // 50)

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """Step by step."""
        del flow
        return [
            piece._replace(data=step, gap_ms=(ms := len(step) * 1000 / self._bytes_s), delay_ms=ms)
            for step in cut(piece.data, self._step)
        ]


def cut(data: bytes, size: int) -> list[bytes]:
    """``data`` in pieces of ``size`` bytes; the last may be shorter."""
    return [data[at : at + size] for at in range(0, len(data), size)]
