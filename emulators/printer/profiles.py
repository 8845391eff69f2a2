"""Printer models: a profile is all that differs between one model and another, and it is data.

Each model is one file in ``models/``; what it leaves out is as here, or as in the model that it is
``based_on``.
"""

from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

from emulators.printer.models import Cell, model_names, read_model


@dataclass(frozen=True, slots=True)
class Profile:
    """One model. Lengths in millimetres, units in motion units an inch.

    ``fonts``: the cells of fonts A, B, … in dots. ``multibyte``: the code of Kanji mode, empty: it
    has none; ``kanji_at_start``: it is in that mode at power-on. ``code_pages``: by the number of
    ESC t.

    The receive buffer is full with ``full_free_bytes`` left, and takes bytes again when
    ``resume_free_bytes`` are free. ``overflow``: what it does when it is full, ``wait`` (read no
    more) or ``discard``. ``idle_close_s``: after so long without a byte it hangs up; None: never.

    ``cutter``: partial, full or none. ``tail_mm``: paper between the end sensor and the head, on
    which a line that has been begun is finished; 0: it stops at the dot row. ``speed_mm_s`` None:
    rows take no time; ``rated_speed_mm_s`` is what the model does. ``silent``: what it does not
    answer, by command, or by command and function (``GS I``, ``GS I 68``).
    """

    name: str
    vendor: str = "generic"
    model: str = ""
    about: str = ""
    width_dots: int = 512
    dpi: int = 180
    unit_x_dpi: int = 180
    unit_y_dpi: int = 360
    fonts: tuple[Cell, ...] = ((12, 24), (9, 17))
    line_spacing_dots: int = 30
    page_height_dots: int = 1662
    multibyte: str = ""
    kanji_at_start: bool = False
    code_pages: MappingProxyType[int, str] = field(
        default_factory=lambda: MappingProxyType({0: "cp437"})
    )
    receive_buffer_bytes: int = 4096
    full_free_bytes: int = 0
    resume_free_bytes: int = 256
    overflow: str = "wait"
    max_connections: int = 3
    idle_close_s: float | None = None
    cutter: str = "partial"
    cutter_distance_mm: float = 12.0
    drawer: bool = True
    roll_mm: float = 80_000.0
    near_end_mm: float = 2_000.0
    near_end_sensor: bool = True
    tail_mm: float = 0.0
    rated_speed_mm_s: float = 150.0
    speed_mm_s: float | None = None
    cover_error_latches: bool = False
    silent: tuple[str, ...] = ()
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

    def answers(self, request: str) -> bool:
        """Whether it answers a command, or a function of one such as ``GS I 67``."""
        silent = self.silent
        return not silent or not any(
            request == item or request.startswith(f"{item} ") for item in silent
        )

    def at_rated_speed(self) -> "Profile":
        """The same model, taking its time."""
        return replace(self, speed_mm_s=self.rated_speed_mm_s)


def profile(name: str) -> Profile:
    """The profile of that name, or in the file of that path (``….toml``).

    Raises UsageError that lists what there is, or says what in the file is wrong.
    """
    return _from_file(name) if name.endswith(".toml") else _shipped(name)


def _from_file(name: str) -> Profile:
    return Profile(**read_model(name, Profile))


_shipped = cache(_from_file)  # a model that comes with tillproof stays as it is


def profiles() -> tuple[Profile, ...]:
    """Every model that comes with tillproof."""
    return tuple(profile(name) for name in model_names())


TM_T88V = profile("TM-T88V")
GENERIC_58 = profile("generic-58")
