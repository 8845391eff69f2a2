"""Card numbers in what the POS leaves."""

from pathlib import Path

import pytest

from harness.pos import traces
from harness.pos.traces import veil

CARD, MASKED = b"4111111111111111", b"411111******1111"


def test_card_numbers_are_masked_in_place(tmp_path: Path) -> None:
    kept = tmp_path / "deep" / "journal"
    kept.parent.mkdir()
    kept.write_bytes(b"\x00\xff" + CARD + b"\x00 4111 1111 1111 1111 \xfe")
    veil(tmp_path)
    assert kept.read_bytes() == b"\x00\xff" + MASKED + b"\x00 4111 11** **** 1111 \xfe"


@pytest.mark.parametrize("before", range(50, 120, 3))
def test_one_that_lies_over_the_end_of_a_chunk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    monkeypatch.setattr(traces, "_CHUNK_BYTES", 64)
    (tmp_path / "log").write_bytes(b"x" * before + CARD + b"y" * 100)
    veil(tmp_path)
    assert (tmp_path / "log").read_bytes() == b"x" * before + MASKED + b"y" * 100


def test_what_is_none_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "numbers").write_bytes(b"4111111111111112 and 20261121174051")
    (tmp_path / "elsewhere").symlink_to("/dev/null")
    (tmp_path / "empty").touch()
    veil(tmp_path)
    veil(tmp_path / "none")
    assert (tmp_path / "numbers").read_bytes() == b"4111111111111112 and 20261121174051"
