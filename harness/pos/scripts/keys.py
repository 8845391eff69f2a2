"""Names of keys, ``<Enter>`` or ``<F3>``, as the bytes that a terminal sends for them.

The bytes are those of the Linux console (console_codes(4); terminfo entry ``linux``), which is what
the POS is told to stand at.
"""

import re

NAMES = {
    "Enter": "\r",
    "Tab": "\t",
    "Esc": "\x1b",
    "Backspace": "\x7f",
    "Space": " ",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
    "Right": "\x1b[C",
    "Left": "\x1b[D",
    "Home": "\x1b[1~",
    "Insert": "\x1b[2~",
    "Delete": "\x1b[3~",
    "End": "\x1b[4~",
    "PageUp": "\x1b[5~",
    "PageDown": "\x1b[6~",
    "LT": "<",
    **{f"F{n + 1}": f"\x1b[[{letter}" for n, letter in enumerate("ABCDE")},
    **{
        f"F{number}": f"\x1b[{code}~"
        for number, code in zip(range(6, 13), (17, 18, 19, 20, 21, 23, 24), strict=True)
    },
    **{f"Ctrl-{chr(64 + code)}": chr(code) for code in range(1, 27)},
}
_KEY = re.compile(r"<([A-Za-z0-9-]+)>")


def unknown_key(text: str) -> str:
    """A sentence on a name in angle brackets that is no key; '' when all are."""
    for name in _KEY.findall(text):
        if name not in NAMES:
            return f"there is no key <{name}>; there is <{'>, <'.join(NAMES)}>"
    return ""


def strokes(text: str) -> list[str]:
    """What each key of ``text`` sends, one after the other."""
    found: list[str] = []
    at = 0
    for key in _KEY.finditer(text):
        found += [*text[at : key.start()], NAMES[key[1]]]
        at = key.end()
    return [*found, *text[at:]]
