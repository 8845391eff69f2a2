"""Whether what stands on the paper can be read, judged from its dots alone."""

import numpy as np
import numpy.typing as npt

from emulators.printer.dots import Packed

_SHARE = 0.95  # of a line's dots have to be burnt for a reader to make it out
_CHARACTER_DOTS = 12  # columns of a character, where a streak may take all of it
_CHARACTER_SHARE = 0.4  # of what should stand in them
_FEWEST = 12  # dots in them that are more than a full stop

_Columns = npt.NDArray[np.int64]


class Columns:
    """What was sent to each column of a line, and what of it burnt."""

    def __init__(self) -> None:
        self._sent: _Columns | None = None
        self._burnt: _Columns | None = None

    def add(self, sent: Packed, burnt: Packed) -> None:
        """Rows of the line."""
        first, second = _by_column(sent), _by_column(burnt)
        if self._sent is None or self._burnt is None:
            self._sent, self._burnt = first, second
        else:
            self._sent += first
            self._burnt += second

    @property
    def has_gaps(self) -> bool:
        """Whether a character is missing: a streak has taken all or most of it."""
        if self._sent is None or self._burnt is None:
            return False
        sent, burnt = _in_windows(self._sent), _in_windows(self._burnt)
        return bool(((sent >= _FEWEST) & (burnt < sent * _CHARACTER_SHARE)).any())


def is_legible(burnt: int, sent: int) -> bool:
    """Whether enough of a line's dots are there."""
    return burnt >= sent * _SHARE


def _by_column(rows: Packed) -> _Columns:
    return np.asarray(np.unpackbits(rows, axis=1).sum(axis=0, dtype=np.int64))


def _in_windows(columns: _Columns) -> _Columns:
    """Sums over each stretch as wide as a character, wherever it begins."""
    sums = np.concatenate(([0], np.cumsum(columns)))
    return np.asarray(sums[_CHARACTER_DOTS:] - sums[:-_CHARACTER_DOTS])
