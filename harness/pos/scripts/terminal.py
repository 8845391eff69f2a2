"""The script of a text-mode till: keys to press, what the screen then shows (docs/drivers.md)."""

import codecs
from typing import Self

from pydantic import Field, field_validator, model_validator

from harness.pos.scripts.keys import unknown_key
from harness.pos.scripts.screens import ScreenScript


class TerminalScript(ScreenScript):
    """With the terminal that the till stands at. ``back``: the keys that lead to ``home``."""

    columns: int = Field(default=80, ge=20, le=500)
    rows: int = Field(default=25, ge=4, le=200)
    encoding: str = "utf-8"
    key_ms: int = Field(default=0, ge=0, le=5000)
    back: str = "<Esc>"

    @model_validator(mode="after")
    def _has_no_page(self) -> Self:
        for name, operation in self.operations():
            if any(step.click is not None or step.fill is not None for step in operation.steps):
                raise ValueError(f"[{name}]: there is nothing to click or fill in a terminal")
        return self

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, encoding: str) -> str:
        try:
            codecs.getincrementaldecoder(encoding)
        except LookupError:
            raise ValueError("there is no such encoding") from None
        return encoding

    @field_validator("back")
    @classmethod
    def _is_a_key(cls, back: str) -> str:
        if wrong := unknown_key(back):
            raise ValueError(wrong)
        return back
