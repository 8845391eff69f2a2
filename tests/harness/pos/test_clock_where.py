"""Where the POS's clock can be moved, and the sentence that says why it cannot."""

import shutil
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness.pos.clock import PosClock
from harness.pos.shim import build, place


def elf(loader: str = "", bits: int = 64) -> bytes:
    """A program's file as far as it is read: the header, one program header, the loader's name."""
    ident = b"\x7fELF" + bytes([2 if bits == 64 else 1, 1, 1]) + bytes(9)
    name = loader.encode() + b"\0"
    kind = 3 if loader else 1
    header = ident + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    return header + struct.pack("<IIQQQQQQ", kind, 4, 120, 0, 0, len(name), len(name), 1) + name


def why_not(folder: Path, content: bytes, *more: str) -> str | None:
    program = folder / "program"
    program.write_bytes(content)
    program.chmod(0o755)
    return PosClock(folder, (str(program), *more)).why_not()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (elf("/lib64/ld-linux-x86-64.so.2"), None),
        (elf(), "linked statically"),
        (elf("/lib/ld-musl-x86_64.so.1"), "musl"),
        (elf("/lib/ld-linux.so.2", bits=32), "32-bit"),
        (b"#!/usr/bin/env -S python3 -u\n", None),
        (b"#!" + sys.executable.encode() + b" -s\nprint()\n", None),
        (b"#!/no/such/interpreter\n", None),
        (b"#!\n", None),
        (b"\x7fELF", None),
        (b"", None),
    ],
)
def test_the_programs_file_says_whether(tmp_path: Path, content: bytes, reason: str | None) -> None:
    said = why_not(tmp_path, content)
    assert said is None if reason is None else said is not None and reason in said


def test_a_script_is_judged_by_its_interpreter(tmp_path: Path) -> None:
    static = tmp_path / "static"
    static.write_bytes(elf())
    script = tmp_path / "script"
    script.write_text(f"#!{static}\n")
    said = PosClock(tmp_path, (str(script),)).why_not()
    assert said is not None
    assert str(static) in said


@pytest.mark.skipif(shutil.which("cc") is None, reason="no compiler")
def test_a_really_static_program_is_told(tmp_path: Path) -> None:
    source, program = tmp_path / "main.c", tmp_path / "main"
    source.write_text("int main(void) { return 0; }\n")
    made = subprocess.run(["cc", "-static", "-o", program, source], check=False)
    if made.returncode:
        pytest.skip("no static libc")
    assert "statically" in str(PosClock(tmp_path, (str(program),)).why_not())
    assert "statically" in str(PosClock(tmp_path, ("./main",), cwd=tmp_path).why_not())


def test_no_compiler_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "no-such-cc")
    assert "no C compiler (no-such-cc)" in str(PosClock(tmp_path, (sys.executable,)).why_not())


def test_a_failing_compiler_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cc = tmp_path / "cc"
    cc.write_text("#!/bin/sh\necho 'fatal: no stdio.h' >&2\nexit 1\n")
    cc.chmod(0o755)
    monkeypatch.setenv("CC", str(cc))
    assert "fatal: no stdio.h" in str(PosClock(tmp_path, (sys.executable,)).why_not())
    assert list((tmp_path / "cache" / "tillproof").iterdir()) == []


@pytest.mark.parametrize(("name", "libc"), [("darwin", "glibc"), ("linux", "")])
def test_another_system_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, libc: str
) -> None:
    monkeypatch.setattr(place.sys, "platform", name)
    monkeypatch.setattr(place.platform, "libc_ver", lambda: (libc, ""))
    assert "glibc" in str(PosClock(tmp_path, (sys.executable,)).why_not())


def test_the_shim_is_built_once_and_by_any_number_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: build.shim_library(tmp_path), range(4)))
    assert len(set(made)) == 1
    assert list(made[0].parent.iterdir()) == [made[0]]
    changed_ns = made[0].stat().st_mtime_ns
    assert build.shim_library(tmp_path).stat().st_mtime_ns == changed_ns


def test_a_cache_that_cannot_be_made_leaves_the_run_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    run = tmp_path / "run"
    assert build.shim_library(run).parent == run
