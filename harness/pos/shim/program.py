"""Whether a preloaded library can get into a program: what its file says."""

import os
import shutil
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PT_INTERP = 3
_ELF_HEADER_BYTES = 64
_MOST_INTERPRETERS = 4  # a script's interpreter may be a script; the kernel stops at 4, too


@dataclass(frozen=True, slots=True)
class Program:
    """The ELF file that a command runs in the end. ``loader`` is '' for a static program."""

    path: Path
    bits: int
    loader: str


def why_no_preload(command: Sequence[str], search: str | None, folder: Path) -> str | None:
    """Why ``command`` would not load the shim, in a sentence; None when it would.

    ``search`` is its PATH, ``folder`` where it is started. A program that cannot be found or read
    gives None: starting it will tell better.
    """
    program = _program(list(command), search, folder)
    if program is None:
        return None
    if program.bits != 64:
        return f"{program.path} is a {program.bits}-bit program: the preloaded shim needs 64 bits"
    if not program.loader:
        return f"{program.path} is linked statically: nothing can be preloaded into it"
    if "ld-musl" in program.loader:
        return f"{program.path} runs on musl: the preloaded shim needs glibc"
    return None


def _program(command: list[str], search: str | None, folder: Path) -> Program | None:
    for _ in range(_MOST_INTERPRETERS):
        path = _find(command[0], search, folder) if command else None
        if path is None:
            return None
        try:
            with path.open("rb") as file:
                head = file.read(4096)
                if head.startswith(b"\x7fELF") and len(head) >= _ELF_HEADER_BYTES:
                    return _elf(path, head)
        except (OSError, struct.error):
            return None
        command = _interpreter(head)
    return None


def _find(name: str, search: str | None, folder: Path) -> Path | None:
    if "/" in name:
        return folder / name
    found = shutil.which(name, path=search)
    return Path(found) if found else None


def _interpreter(head: bytes) -> list[str]:
    """The command of a script's first line; ``env`` and its options are stepped over."""
    if not head.startswith(b"#!"):
        return []
    words = os.fsdecode(head[2:].partition(b"\n")[0]).split()
    if not words or Path(words[0]).name != "env":
        return words
    return [word for word in words[1:] if not word.startswith("-") and "=" not in word]


def _elf(path: Path, head: bytes) -> Program | None:
    """Read the program headers (System V ABI, ELF-64 and ELF-32 object files)."""
    bits = 64 if head[4] == 2 else 32
    order = "<" if head[5] == 1 else ">"
    if bits == 32:
        return Program(path, bits, "")
    (table_at,) = struct.unpack_from(order + "Q", head, 32)
    size, count = struct.unpack_from(order + "HH", head, 54)
    for index in range(count):
        header_at = table_at + index * size
        (kind,) = struct.unpack_from(order + "I", head, header_at)
        if kind == _PT_INTERP:
            at, length = struct.unpack_from(order + "Q16xQ", head, header_at + 8)
            return Program(path, bits, _text(path, at, length))
    return Program(path, bits, "")


def _text(path: Path, at: int, length: int) -> str:
    with path.open("rb") as file:
        file.seek(at)
        return os.fsdecode(file.read(length).rstrip(b"\0"))
