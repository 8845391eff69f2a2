"""Card numbers out of everything that is kept: first six and last four digits stay (PCI DSS 3.4.1).

A run of 13 to 19 digits counts as a card number when its check digit is right (ISO/IEC 7812,
Luhn), also when it stands in the groups that are embossed on cards: 4-4-4-4 (up to 7 in the last),
4-4-4-4-3 or 4-6-5. It may begin at any group: an order's number before it hides nothing.
One that is masked already counts when more digits stand before or after its stars than may.
Masking keeps the length and the separators, so that offsets into a stream stay true.
"""

import re
from collections.abc import Iterator

# Each is looked for at every place, so that what is none never swallows the beginning of one.
_FORMS = tuple(
    re.compile(rf"(?<!\d)(?=({form})(?!\d))")
    for form in (
        r"\d{13,19}",
        r"\d{4}([ -])(?:\d{4}\2){2}\d{1,7}",
        r"\d{4}([ -])(?:\d{4}\2){3}\d{3}",
        r"\d{4}([ -])\d{6}\2\d{5}",
    )
)
# Masked ones: digits, what hides the middle, digits; in one piece, or in groups of four with no
# fifth one beside them, of which nobody could tell where the number begins.
_HIDING = "*xX#•●"
_GROUP = rf"[\d{_HIDING}]{{4}}"
_EDGE = "[0-9A-Za-z*#•●]"
_STARRED = (
    re.compile(rf"(?<!{_EDGE})\d*[{_HIDING}]{{2,}}\d*(?![0-9{_HIDING}])"),
    re.compile(
        rf"(?<!{_EDGE})(?<![0-9{_HIDING}][ -]){_GROUP}([ -])(?:{_GROUP}\1){{2}}{_GROUP}"
        rf"(?![0-9{_HIDING}])(?![ -]{_GROUP}(?!{_EDGE}))"
    ),
)
_MASKED_LENGTHS = range(14, 20)
# Where numbers stand. Looking for them alone takes a tenth of what looking for card numbers takes.
_RUNS = re.compile(r"\d[\d -]{11,}\d")
_SHAPES = bytes(
    48 if code in b"0123456789" else 32 if code in b" -" else 42 if code in b"*xX#?" else 46
    for code in range(256)
)
# A masked number that shows more than first six and last four digits has one of these; one that
# is not masked has the first, or eight digits in a row.
_TOO_FAR = (
    *(b"0000 0000", b"0000000*", b"0000 000*"),
    *(b"*00000", b"*0 0000", b"*00 0000", b"*000 0000"),
)
_BEGINNINGS = (b"00000000", *_TOO_FAR)
_FEWEST = 13
_VALUES = bytes(code - 48 & 0xFF for code in range(256))
_DOUBLED = bytes(sum(divmod(2 * value, 10)) & 0xFF for value in range(256))


def is_card_number(digits: str) -> bool:
    """Whether the check digit of a run of digits is right and not all digits are the same."""
    if digits == digits[:1] * len(digits):
        return False
    values = digits.encode("ascii", "replace").translate(_VALUES)
    return (sum(values[-1::-2]) + sum(values[-2::-2].translate(_DOUBLED))) % 10 == 0


def mask_card(number: str) -> str:
    """One card number, in groups or not, with its middle digits as stars."""
    if number.isdecimal():
        middle = len(number) - 10
        return f"{number[:6]}{'*' * middle}{number[-4:]}" if middle > 0 else number
    return _hidden(number)


def _hidden(number: str) -> str:
    places = [place for place, character in enumerate(number) if character not in " -"]
    middle = set(places[6:-4])
    return "".join("*" if place in middle else c for place, c in enumerate(number))


def may_hold_one(data: bytes) -> bool:
    """Whether there is what shows too much of every card number; a quick look at printed lines."""
    return _has_one(data, _BEGINNINGS)


def _has_one(data: bytes, shapes: tuple[bytes, ...]) -> bool:
    # ``in`` tries first whether what it looks for is a number, which takes ten times as long.
    find = data.translate(_SHAPES).find
    return find(b"0000") >= 0 and any(find(one) >= 0 for one in shapes)


def mask_text(text: str) -> str:
    """``text`` with every card number in it masked."""
    if not may_hold_one(text.encode("ascii", "replace")):
        return text
    masked = _RUNS.sub(_mask_run, text)
    while masked != text:  # the last four digits of one may begin another
        text, masked = masked, _RUNS.sub(_mask_run, masked)
    for number in _shown_too_far(masked):
        masked = masked.replace(number, _hidden(number))
    return masked


def _mask_run(run: re.Match[str]) -> str:
    shown = list(run[0])
    for start, number in _standing_in(run[0]):
        for place, character in enumerate(mask_card(number), start):
            if character == "*":
                shown[place] = character
    return "".join(shown)


def mask_bytes(data: bytes) -> bytes:
    """``data`` with every card number that stands there in ASCII masked."""
    text = data.decode("latin-1")
    masked = mask_text(text)
    return data if masked == text else masked.encode("latin-1")


def card_numbers(text: str) -> tuple[str, ...]:
    """The card numbers that stand in ``text`` in full, masked."""
    if not may_hold_one(text.encode("ascii", "replace")):
        return ()
    found = (one for run in _RUNS.findall(text) for one in sorted(_standing_in(run)))
    whole = tuple(mask_card(number) for _, number in found)
    return whole + tuple(_hidden(number) for number in _shown_too_far(text))


def _shown_too_far(text: str) -> Iterator[str]:
    """The masked card numbers that show more than first six and last four digits."""
    if text.isascii() and not _has_one(text.encode(), _TOO_FAR):
        return
    for form in _STARRED:
        for found in form.finditer(text):
            signs = found[0].replace(" ", "").replace("-", "")
            hiding = [place for place, sign in enumerate(signs) if sign in _HIDING]
            if len(signs) in _MASKED_LENGTHS and hiding:
                after = len(signs) - 1 - hiding[-1]
                if hiding[0] > 6 or after > 4:
                    yield found[0]


def _standing_in(run: str) -> Iterator[tuple[int, str]]:
    """Where a card number begins, and it; they may overlap."""
    for form in _FORMS[:1] if run.isdecimal() else _FORMS:
        for found in form.finditer(run):
            if _is_one(found[1]):
                yield found.start(), found[1]


def _is_one(found: str) -> bool:
    digits = found.replace(" ", "").replace("-", "")
    return len(digits) >= _FEWEST and digits.isascii() and is_card_number(digits)
