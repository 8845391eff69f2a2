"""Printer models, as data: a profile is all that differs between one model and another.

Widths, columns and code pages: the model's entry in python-escpos's capability data. Buffer sizes
and reply bytes: Epson's specifications of the TM-T88III/V family.
"""

from dataclasses import dataclass, field, replace
from types import MappingProxyType

from emulators.errors import UsageError

EPSON_PAGES = MappingProxyType(
    {
        0: "cp437",
        1: "katakana",
        2: "cp850",
        3: "cp860",
        4: "cp863",
        5: "cp865",
        13: "cp857",
        14: "cp737",
        15: "iso8859_7",
        16: "cp1252",
        17: "cp866",
        18: "cp852",
        19: "cp858",
        21: "tis_620",
        26: "cp874",
        32: "cp720",
        33: "cp775",
        34: "cp855",
        35: "cp861",
        36: "cp862",
        37: "cp864",
        38: "cp869",
        39: "iso8859_2",
        40: "iso8859_15",
        44: "cp1125",
        45: "cp1250",
        46: "cp1251",
        47: "cp1253",
        48: "cp1254",
        49: "cp1255",
        50: "cp1256",
        51: "cp1257",
        52: "cp1258",
        53: "kz1048",
    }
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One model. ``multibyte`` is the code of its Kanji mode; units are motion units an inch.

    ``resume_free_bytes``: after the buffer was full, the link is read again when so many are free.
    ``speed_mm_s`` None: rows take no time. ``near_end_mm``: paper left when the sensor reports.
    """

    name: str
    vendor: str
    width_dots: int = 512
    dpi: int = 180
    unit_x_dpi: int = 180
    unit_y_dpi: int = 360
    line_spacing_dots: int = 30
    page_height_dots: int = 1662
    receive_buffer_bytes: int = 4096
    resume_free_bytes: int = 256
    max_connections: int = 3
    cutter_distance_mm: float = 12.0
    roll_mm: float = 80_000.0
    near_end_mm: float = 2_000.0
    speed_mm_s: float | None = None
    multibyte: str = "gb18030"
    code_pages: MappingProxyType[int, str] = field(default_factory=lambda: EPSON_PAGES)
    asb: bool = True
    process_ids: bool = True
    cover_error_latches: bool = False
    model_id: int = 0x20
    type_id: int = 0x02
    rom_id: int = 0x01
    firmware: str = "30.20 ESC/POS"
    serial_number: str = "TILLPROOF1"

    @property
    def row_mm(self) -> float:
        """The height of a dot row in millimetres."""
        return 25.4 / self.dpi

    @property
    def stride(self) -> int:
        """Bytes of a row of dots, packed."""
        return -(-self.width_dots // 8)

    def rows(self, length_mm: float) -> int:
        """Whole dot rows in ``length_mm``."""
        return int(length_mm / self.row_mm)


TM_T88V = Profile("TM-T88V", "EPSON")
GENERIC_58 = Profile(
    "generic-58",
    "generic",
    width_dots=384,
    dpi=203,
    unit_x_dpi=203,
    unit_y_dpi=203,
    receive_buffer_bytes=1024,
    resume_free_bytes=128,
    max_connections=1,
    roll_mm=30_000.0,
    asb=False,
    process_ids=False,
)
PROFILES = MappingProxyType({item.name: item for item in (TM_T88V, GENERIC_58)})


def profile(name: str) -> Profile:
    """The profile of that name. Raises UsageError that lists what there is."""
    try:
        return PROFILES[name]
    except KeyError:
        raise UsageError(f"no printer profile {name!r}: one of {', '.join(PROFILES)}") from None


def with_speed(model: Profile, speed_mm_s: float) -> Profile:
    """The same model, printing at ``speed_mm_s``."""
    return replace(model, speed_mm_s=speed_mm_s)
