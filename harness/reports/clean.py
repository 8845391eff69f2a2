"""Text from outside, made fit for a report: masked, without control characters, of bounded size."""

import re

from emulators.masking import mask_text

LONGEST = 4000
# What XML 1.0 cannot hold (section 2.2), and what turns a page around or hides in it.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def clean(text: str, longest: int = LONGEST) -> str:
    """``text`` with card numbers masked and what cannot be shown made visible.

    Longer than ``longest`` characters it is cut, and says so.
    """
    shown = _UNFIT.sub(_picture, mask_text(text.replace("\r\n", "\n")))
    if len(shown) <= longest:
        return shown
    return f"{shown[:longest]} … ({len(shown):,} characters in all)"


def _picture(match: re.Match[str]) -> str:
    """Control characters as Unicode's pictures of them; anything else as a replacement mark."""
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "�"
