"""The page of the docs on printer models: what there is, and how to add one."""

from collections.abc import Iterator
from dataclasses import fields

from emulators.printer.profiles import Profile, profiles

TEXT = """\
A model is a file of values, nothing else: name one of these, or a file of your own, in
`[printer] profile` of `tillproof.toml` or with `tillproof printer --profile`. A file beside
`tillproof.toml`, say `ours.toml`:

    based_on = "TM-T20III"
    receive_buffer_bytes = 65536
    silent = ["GS I 68", "GS ( H"]      # what it does not answer

It may say {keys}; `emulators/printer/profiles.py` tells what each means. Print speed counts with
`real_speed = true` or `--real-speed`, else rows take no time."""
HEAD = (
    "model",
    "what",
    "dots",
    "dpi",
    "fonts",
    "buffer",
    "connections",
    "mm/s",
    "cutter",
    "silent",
)


def text() -> str:
    """What stands above the table."""
    mine = [item.name for item in fields(Profile) if item.name not in ("name", "speed_mm_s")]
    return TEXT.format(keys=", ".join(f"`{name}`" for name in ("based_on", *mine)))


def rows() -> Iterator[tuple[str, ...]]:
    """A line of the table each."""
    for one in profiles():
        yield (
            f"`{one.name}`",
            one.about,
            str(one.width_dots),
            str(one.dpi),
            ", ".join(f"{width}x{height}" for width, height in one.fonts),
            f"{one.receive_buffer_bytes}, {one.overflow}",
            str(one.max_connections),
            f"{one.rated_speed_mm_s:g}",
            one.cutter,
            ", ".join(f"`{item}`" for item in one.silent),
        )
