"""What the setting commands set: lost at power-off, back to the defaults with ESC @."""

from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache
from typing import ClassVar, NamedTuple

from emulators.printer.profiles import Profile


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """A font: the data file of its glyphs, and its cell in dots (Epson APG, ESC M, FS &).

    There is one object of each (``font``), so that fonts are told apart by identity.
    """

    A: ClassVar["Font"]
    B: ClassVar["Font"]
    KANJI: ClassVar["Font"]

    name: str
    glyphs: str
    width: int
    height: int


@cache
def font(width: int, height: int) -> Font:
    """The font of a cell: the largest glyphs that fit, drawn higher where there is room."""
    fits = width >= 12 and height >= 24
    return Font(f"{width}x{height}", "half24" if fits else "half16", width, height)


Font.A, Font.B = font(12, 24), font(9, 17)
Font.KANJI = Font("kanji", "full24", 24, 24)


class Spacing(NamedTuple):
    """What standard mode and page mode have each for itself (Epson APG, ESC L). In dots."""

    line: int
    right: int = 0
    kanji_left: int = 0
    kanji_right: int = 0


class Align(Enum):
    """Justification; the value is the share of the free space that goes to the left of a line."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0

    __hash__ = object.__hash__


@dataclass(slots=True)
class Settings:
    """The print settings. Distances in dots."""

    unit_x_dpi: int
    unit_y_dpi: int
    line_spacing: int
    other_spacing: Spacing  # of the mode that it is not in: page mode, or standard mode
    fonts: tuple[Font, ...] = (Font.A, Font.B)  # as ESC M numbers them
    font: Font = Font.A
    width: int = 1
    height: int = 1
    emphasised: bool = False
    double_strike: bool = False
    underline: int = 0  # dots; 0: none
    underline_dots: int = 1  # when it is on
    reverse: bool = False
    upside_down: bool = False
    turned: bool = False
    smooth: bool = False
    utf8: bool = False
    own_characters: bool = False
    right_space: int = 0
    align: Align = Align.LEFT
    left_margin: int = 0
    area_width: int | None = None
    tabs: tuple[int, ...] = field(default=tuple(range(96, 32 * 96, 96)))
    code_page: int = 0
    charset: int = 0
    kanji: bool = False
    kanji_underline: int = 0
    kanji_underline_dots: int = 1
    kanji_width: int = 1
    kanji_height: int = 1
    kanji_left: int = 0
    kanji_right: int = 0
    multibyte: str = ""
    barcode_height: int = 162  # Epson APG, GS h: the default of this class
    barcode_module: int = 3
    barcode_text: int = 0
    barcode_font: Font = Font.A
    page_direction: int = 0  # ESC T
    page_area: tuple[int, int, int, int] | None = None  # ESC W: of the page that comes
    planar: dict[int, dict[int, bytes]] = field(default_factory=dict)  # GS ( k, by cn and fn

    @classmethod
    def default(cls, profile: Profile, code_page: int = 0) -> "Settings":
        """The settings of ``profile`` after power-on."""
        fonts = tuple(font(*cell) for cell in profile.fonts)
        return cls(
            profile.unit_x_dpi,
            profile.unit_y_dpi,
            profile.line_spacing_dots,
            Spacing(profile.line_spacing_dots),
            fonts,
            fonts[0],
            code_page=code_page,
            kanji=profile.kanji_at_start,
            multibyte="jis" if profile.multibyte == "shift_jis" else profile.multibyte,
            barcode_font=fonts[0],
        )

    def copied(self) -> "Settings":
        """The same, to be changed by itself."""
        return replace(self, planar={cn: dict(items) for cn, items in self.planar.items()})

    def change_spacing(self) -> None:
        """To what is set for the other mode."""
        left = Spacing(self.line_spacing, self.right_space, self.kanji_left, self.kanji_right)
        self.line_spacing, self.right_space, self.kanji_left, self.kanji_right = self.other_spacing
        self.other_spacing = left

    def choose_font(self, number: int) -> Font | None:
        """The font of that number, from 0; None: the model has fewer."""
        return self.fonts[number] if number < len(self.fonts) else None
