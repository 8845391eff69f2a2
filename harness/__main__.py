"""``python -m harness`` is ``tillproof``."""

from harness.cli import main

main()
