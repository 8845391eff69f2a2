"""Pictures for the operator, in characters: one glance says what to take hold of."""

from harness.lab.deeds import Deed

_CLOSED = r"""
    _________
   /  ~~~~~  \
  |___________|
  |  o     [] |
  |___________|"""
_OPEN = r"""
        \_
    _____\___
   |  (===)  |
   |_________|
   |  o   [] |"""
_ROLL = r"""
     .---.
    ( (o) )====>  paper, printed side up
     '---'"""
_PLUG = r"""
    _______
   | O   I |===]--  power switch
   |_______|"""
_BUTTON = r"""
    _________
   |  (o)<---|--- FEED
   |_________|"""
_DRAWER = r"""
    ____________
   |   --[]--   |  cash drawer
   |____________|"""
_PICTURES = {
    "cover.open": _OPEN,
    "cover.close": _CLOSED,
    "paper": _OPEN + _ROLL,
    "power": _PLUG,
    "button": _BUTTON,
    "cutter": _OPEN,
    "head": _OPEN,
    "drawer": _DRAWER,
}


def picture_of(deed: Deed) -> str:
    """The picture for a deed."""
    name = f"{deed.part}.{deed.verb}"
    return _PICTURES.get(name, _PICTURES.get(deed.part, _CLOSED))
