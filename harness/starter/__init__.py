"""What ``tillproof init`` puts into a folder: files as a team would begin with."""

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from emulators.errors import UsageError
from harness.paths import data_dir

# Target → source below ``files/``, by language where they differ.
_CI = {
    "github": {".github/workflows/tillproof.yml": "github.yml"},
    "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
}
_OWN = {
    "en": {
        "pos.py": "pos.py.txt",
        "tillproof.toml": "tillproof.toml",
        "features/paper.feature": "paper.feature",
        "features/payment.feature": "payment.feature",
    },
    "zh": {
        "pos.py": "pos.zh.py.txt",
        "tillproof.toml": "tillproof.zh.toml",
        "features/打印.feature": "打印.feature",
        "features/支付.feature": "支付.feature",
    },
}


@dataclass(frozen=True, slots=True)
class Begun:
    """What was written, and what was there already and is left as it is."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def begin(folder: Path, lang: str, ci: str = "github") -> Begun:
    """Write the starter files into ``folder``, for the CI named; nothing that is there is touched.

    Raises UsageError when the folder cannot be written.
    """
    written: list[str] = []
    kept: list[str] = []
    texts = {
        target: files(__name__).joinpath("files", source).read_text(encoding="utf-8")
        for target, source in (_OWN[lang] | _CI[ci]).items()
    }
    for target, text in (texts | {name: _page(name, lang) for name in _PAGES}).items():
        (written if _write(folder / target, text) else kept).append(target)
    return Begun(tuple(written), tuple(kept))


def _page(name: str, lang: str) -> str:
    """A page by itself: it points to the other ones, and to nothing that is not there."""
    text = data_dir("docs").joinpath(_FOLDER[lang], name).read_text(encoding="utf-8")
    return _POINTER.sub(_plain, text)


def _plain(link: re.Match[str]) -> str:
    return link[0] if link[2] in _PAGES else link[1]


# What a till has to do, and what it says to the host; each language has them in a folder.
_FOLDER = {"en": "", "zh": "zh"}
_PAGES = ("contract.md", "dialects.md", "gateway.md")
_POINTER = re.compile(r"\[([^\]]+)\]\(([\w./-]+\.(?:md|py))(?:#[\w-]+)?\)")


def _write(path: Path, text: str) -> bool:
    """Whether it was written: not when something stands there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    return True
