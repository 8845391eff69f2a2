"""What is kept in between commands: NV memory outlives the power, the rest does not."""

from dataclasses import dataclass, field
from typing import NamedTuple

from emulators.printer.dots import Dots, Packed
from emulators.printer.profiles import Profile
from emulators.printer.settings import Settings

NV_LIMIT_BYTES = 384 * 1024


class Bitmap(NamedTuple):
    """An image, ``width`` dots wide; what the last byte of a row holds beyond that is nothing."""

    rows: Packed
    width: int

    @classmethod
    def of(cls, rows: Packed) -> "Bitmap":
        """One that fills its bytes."""
        return cls(rows, rows.shape[1] * 8)

    @property
    def size_bytes(self) -> int:
        """What it takes of a memory."""
        return self.rows.nbytes


@dataclass(slots=True)
class Shelf:
    """Images by key, no more than ``limit`` bytes of them together."""

    limit: int = NV_LIMIT_BYTES
    images: dict[bytes, Bitmap] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """Bytes that there is still room for."""
        return self.limit - sum(item.size_bytes for item in self.images.values())

    def put(self, key: bytes, image: Bitmap) -> None:
        """Keep an image; one for which there is no room is not kept (Epson APG)."""
        others = sum(item.size_bytes for name, item in self.images.items() if name != key)
        if others + image.size_bytes <= self.limit:
            self.images[key] = image


class Logo(NamedTuple):
    """NV graphics that are printed on each receipt, by key and justification as FS ( E has them.

    ``lines_left_out``: so many lines of the receipt are not printed, for the logo says it.
    """

    key: bytes
    align: int
    lines_left_out: int = 0


@dataclass(slots=True)
class Logos:
    """Those for the head and the foot of a receipt, by the numbers that FS ( E gives them."""

    of: dict[int, Logo] = field(default_factory=dict)
    printed_when: dict[int, bool] = field(
        default_factory=lambda: {48: False, 64: False, 65: True, 66: True, 67: False}
    )
    off: frozenset[int] = frozenset()  # for the time being


@dataclass(slots=True)
class Memory:
    """What outlives a line. ``stored`` is the graphics buffer of GS ( L."""

    nv: Shelf = field(default_factory=Shelf)
    nv_numbers: Shelf = field(default_factory=Shelf)
    downloaded: Shelf = field(default_factory=Shelf)
    stored: tuple[Bitmap, int, int] | None = None
    characters: dict[str, dict[int, Dots]] = field(default_factory=dict)  # ESC &, by font
    kanji: dict[bytes, Dots] = field(default_factory=dict)  # FS 2, by code
    logos: Logos = field(default_factory=Logos)
    saved: Settings | None = None  # GS ( M
    starts_with_saved: bool = False
    code_page: int = 0  # that the printer starts with: a setting of the model's memory switches

    def initialise(self) -> None:
        """ESC @: what the POS has defined in RAM is gone (Epson APG, ESC &, GS *, GS ( L 83)."""
        self.downloaded = Shelf()
        self.stored = None
        self.characters = {}
        self.kanji = {}

    def lose_power(self) -> None:
        """What is not NV is gone."""
        self.initialise()
        self.logos.off = frozenset()

    def initial(self, profile: Profile) -> Settings:
        """The settings to begin with."""
        if self.starts_with_saved and self.saved is not None:
            return self.saved.copied()
        return Settings.default(profile, self.code_page)
