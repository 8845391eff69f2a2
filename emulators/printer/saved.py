"""Handler of settings that are kept in NV memory. Source: Epson APG, GS ( M functions 1 to 3."""

from emulators.printer.framer import Token
from emulators.printer.framing import digit
from emulators.printer.interpreter import handles
from emulators.printer.page import Page
from emulators.printer.settings import Settings

_DEFAULT, _AREA = 0, 1  # what is loaded: the model's own settings, or the one storage area
_SAVE, _LOAD, _CHOOSE = 1, 2, 3


@handles("GS ( M")
def keep(page: Page, token: Token) -> None:
    """Save the settings, load them, or choose what power-on and ESC @ begin with."""
    body, memory = token.params[2:], page.memory
    if len(body) != 2 or (area := digit(body[1])) not in (_DEFAULT, _AREA):
        return
    function = digit(body[0])
    if function == _SAVE and area == _AREA:
        memory.saved = page.settings.copied()
        if page.sheet is not None:
            memory.saved.change_spacing()  # to that of standard mode, which it begins with
    elif function == _LOAD and page.sheet is None and page.empty:
        saved = memory.saved if area == _AREA else None
        default = Settings.default(page.profile, memory.code_page)
        page.settings = saved.copied() if saved is not None else default
    elif function == _CHOOSE:
        memory.starts_with_saved = area == _AREA
