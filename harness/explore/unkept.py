"""Evidence that cannot be written: how that is told."""

import os
import re

_NUMBER = re.compile(r"\[Errno (\d+)\]")


def without_evidence(why: str, error: OSError) -> str:
    """What is told already, and then that the evidence of it cannot be written."""
    lost = f"ts evidence cannot be written: {_refused(error)}."
    if not why:
        return f"I{lost}"
    return f"{why} I{lost}" if why.endswith(".") else f"{why}; i{lost}"


def _refused(error: OSError) -> str:
    """In the system's words. shutil lists each file that it could not copy: the first one's."""
    if error.strerror:
        return error.strerror
    number = _NUMBER.search(str(error))
    return os.strerror(int(number[1])) if number else " ".join(str(error).split())
