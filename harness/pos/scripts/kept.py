"""Evidence of what a POS showed where it was not what the script waits for."""

import re

from emulators.masking import mask_text
from harness.events import PosScreen
from harness.pos.driver import Launch, Life

MOST = 50
LONGEST = 64_000  # characters


class Kept:
    """The screens and answers of one run, in its History and in the folder ``screens``."""

    def __init__(self) -> None:
        self._count = 0

    def keep(self, text: str, about: str, launch: Launch, life: Life) -> str:
        """Keep it, with card numbers masked; says where it is."""
        if self._count >= MOST:
            return "what it showed is not kept, after so many"
        self._count += 1
        masked = mask_text(text[:LONGEST]) + "\n"
        folder = launch.stderr.parent / "screens"
        folder.mkdir(exist_ok=True)
        path = folder / f"{self._count:02d}-{re.sub(r'[^a-z]+', '-', about)}.txt"
        path.write_text(masked, encoding="utf-8")
        life.saw(PosScreen(life.blob(masked.encode()), about))
        return f"what it showed is in {path.relative_to(folder.parent)}"
