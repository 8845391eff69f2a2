"""Where a preloaded library works, and how a program is given one."""

import platform
import sys
from collections.abc import Mapping
from pathlib import Path


def why_not_here() -> str | None:
    """Why nothing can be preloaded on this machine, in a sentence; None when it can."""
    if sys.platform != "linux":
        name = platform.system()
        return f"nothing can be preloaded into the POS on {name}: it takes Linux with glibc"
    if platform.libc_ver()[0] != "glibc":
        return "nothing can be preloaded into the POS on this Linux: it takes glibc, not musl"
    return None


def preloaded(env: Mapping[str, str], library: Path) -> dict[str, str]:
    """The entry of the environment that loads ``library`` besides what is loaded already."""
    before = env.get("LD_PRELOAD", "")
    return {"LD_PRELOAD": f"{before}:{library}" if before else str(library)}
