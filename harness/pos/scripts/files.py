"""Script files: TOML with a strict form; a mistake is a sentence with the file and the place."""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from harness.config import ConfigError
from harness.pos.scripts.facts import FIELDS


class Part(BaseModel):
    """A table of a script. Unknown keys and wrong types are mistakes."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True
    )


def _pattern(value: object) -> re.Pattern[str]:
    if not isinstance(value, str):
        raise ValueError("a pattern is a text")  # noqa: TRY004  (pydantic takes no TypeError)
    try:
        return re.compile(value, re.MULTILINE)
    except re.error as error:
        raise ValueError(f"the pattern does not compile: {error}") from None


def _known(says: dict[str, Any]) -> dict[str, Any]:
    for name in says:
        if name not in FIELDS:
            raise ValueError(f"the contract knows no {name}; there is {', '.join(FIELDS)}")
    return says


def _named(pattern: re.Pattern[str]) -> re.Pattern[str]:
    _known(dict.fromkeys(pattern.groupindex))
    return pattern


Pattern = Annotated[re.Pattern[str], BeforeValidator(_pattern)]
Reading = Annotated[Pattern, AfterValidator(_named)]  # its named groups are fields of the contract
Says = Annotated[dict[str, str | int | bool], AfterValidator(_known)]
S = TypeVar("S", bound=Part)


def load_script(kind: type[S], path: Path, key: str = "pos.script") -> S:
    """The script in a file. Raises ConfigError with every mistake of it, one a line."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{key}: {path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from None
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        lines = dict.fromkeys(_sentence(item, path) for item in error.errors())
        raise ConfigError("\n".join(lines)) from None


def _sentence(item: Any, path: Path) -> str:
    where = ".".join(str(part) for part in item["loc"])
    if item["type"] == "extra_forbidden":
        return f"{path}: unknown key {where}"
    if item["type"] == "missing":
        return f"{path}: {where} is missing"
    message = item["msg"].removeprefix("Value error, ").removeprefix("Input ")
    shown = f" = {item['input']!r}" if isinstance(item["input"], str | int | float) else ""
    return f"{path}: {where}{shown}: {message}"
