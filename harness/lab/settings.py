"""``[lab]`` of ``tillproof.toml``: how a real printer is reached, and who does what to it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

TAP = "TILLPROOF_LAB_TAP"  # tells every process of a run that its printer is a real one, and where
AS_CONFIGURED = "as configured"


class Part(BaseModel):
    """A part of the printer: a command for each deed, or who does them all."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    by: Literal["", "operator", "labgrid"] = ""
    within_s: float = Field(default=60, gt=0)

    @property
    def commands(self) -> dict[str, str]:
        """The command of each deed; '' where none is set."""
        own = type(self).model_fields.keys() - Part.model_fields.keys()
        return {name: getattr(self, name) for name in own}


class Power(Part):
    """``[lab.power]``."""

    off: str = ""
    on: str = ""


class Paper(Part):
    """``[lab.paper]``."""

    out: str = ""
    load: str = ""
    low: str = ""
    reverse: str = ""
    jam: str = ""
    clear: str = ""


class Cover(Part):
    """``[lab.cover]``."""

    open: str = ""
    close: str = ""


class Button(Part):
    """``[lab.button]``: FEED."""

    press: str = ""
    release: str = ""


class Cutter(Part):
    """``[lab.cutter]``."""

    jam: str = ""
    free: str = ""


class Head(Part):
    """``[lab.head]``."""

    spoil: str = ""
    replace: str = ""


class Drawer(Part):
    """``[lab.drawer]``."""

    block: str = ""
    free: str = ""


class Lab(BaseModel):
    """The whole section. ``pos_link``: what the POS is connected by; ``port`` is the printer's."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    pos_link: Literal["tcp", "pty"] = "tcp"
    proof: Literal["auto", "process-id", "status", "none"] = "auto"
    poll_s: float = Field(default=0.25, gt=0)
    answers_within_s: float = Field(default=1.0, gt=0)
    power: Power = Power()
    paper: Paper = Paper()
    cover: Cover = Cover()
    button: Button = Button()
    cutter: Cutter = Cutter()
    head: Head = Head()
    drawer: Drawer = Drawer()

    def parts(self) -> dict[str, Part]:
        """Every part by its name."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in values.items() if isinstance(value, Part)}
