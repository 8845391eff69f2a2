"""What the POS has kept of card numbers: its data folder stays in the run's, which CI hands on."""

import contextlib
import os
from pathlib import Path

from emulators.masking import mask_bytes

_CHUNK_BYTES = 1 << 20
_LONGEST = 32  # a card number in groups is no longer


def veil(folder: Path) -> None:
    """Mask every card number that stands in ASCII in a file below ``folder``, in place.

    Lengths stay. A file that cannot be read or written is left as it is.
    """
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root) / name
            if path.is_file() and not path.is_symlink():
                with contextlib.suppress(OSError):
                    _veil_file(path)


def _veil_file(path: Path) -> None:
    with path.open("rb") as source:
        at, data = 0, source.read(_CHUNK_BYTES)
        while data:
            masked = mask_bytes(data)
            if masked != data:
                with path.open("r+b") as target:
                    target.seek(at)
                    target.write(masked)
            more = source.read(_CHUNK_BYTES)
            at += len(data) - min(_LONGEST, len(data)) if more else len(data)
            data = masked[-_LONGEST:] + more if more else b""
