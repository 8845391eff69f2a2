"""Coverage-guided fuzzing of the virtual printer: any bytes, in any pieces, with mishaps between.

    pip install atheris
    python tests/fuzz/fuzz_printer.py tests/fuzz/corpus/printer -max_total_time=600

A finding is an exception, an input that takes seconds, or one that takes memory beyond the bound.
"""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))
with atheris.instrument_imports(include=["emulators"]):
    from tests.fuzz.subject import print_anything

CORPUS = Path(__file__).parent / "corpus" / "printer"
LIMITS = ("-max_len=4096", "-timeout=10", "-rss_limit_mb=1024")

if __name__ == "__main__":
    options = sys.argv[1:] or [str(CORPUS)]
    atheris.Setup([sys.argv[0], *LIMITS, *options], print_anything)
    atheris.Fuzz()
