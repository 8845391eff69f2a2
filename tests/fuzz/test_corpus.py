"""The corpus of the fuzzer, without the fuzzer: what was found once is not found again."""

from pathlib import Path

import pytest

from tests.fuzz.subject import print_anything

CORPUS = Path(__file__).parent / "corpus" / "printer"


@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.iterdir()))
def test_nothing_goes_wrong(name: str) -> None:
    print_anything((CORPUS / name).read_bytes())
