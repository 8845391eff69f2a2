"""``corrupt``: bits flip."""

import random
from collections import defaultdict

from emulators.links.impairments.base import Flow, Impairment, Piece


class Corrupt(Impairment):
    """One bit of every byte in ``1/rate`` is turned, by chance; or of each of the next ``count``.

    The chances are drawn byte by byte, so they do not depend on how the bytes were cut.
    """

    def __init__(self, rate: float, count: int, seed: int, stream: str) -> None:
        super().__init__(stream)
        self._rate, self._left, self._counts = rate, count, count > 0
        self._seed = seed
        self._chances: dict[str, random.Random] = defaultdict(self._fresh)

    def _fresh(self) -> random.Random:
        return random.Random(self._seed)  # noqa: S311  (repeatable)

    def pass_on(self, flow: Flow, piece: Piece) -> list[Piece]:
        """With some bits turned."""
        chance = self._chances[flow.stream]
        data = bytearray(piece.data)
        altered = 0
        for at in range(len(data)):
            if self._hits(chance):
                data[at] ^= 1 << chance.randrange(8)
                altered += 1
        return [piece._replace(data=bytes(data), altered=piece.altered + altered)]

    def _hits(self, chance: random.Random) -> bool:
        if not self._counts:
            return chance.random() < self._rate
        self._left -= 1
        return self._left >= 0
