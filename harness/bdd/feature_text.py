"""What behave says of a feature that it cannot read, in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from behave.parser import ParserError

from emulators.errors import UsageError


@contextmanager
def told_in_a_sentence(source: str = "") -> Iterator[None]:
    """Around behave's parsing of ``source``. Raises UsageError for what is no feature."""
    where = f"{source}: " if source else ""
    try:
        yield
    except ParserError as error:
        if "\ufeff" in str(error):
            why = f"{error.filename} begins with a byte order mark: save it as UTF-8 without one"
            raise UsageError(why) from None
        raise UsageError(f"{where}not a feature: {str(error).strip()}") from None
    except KeyError as error:  # it looks the language up
        raise UsageError(f"{where}'# language:' is {error}: write en or zh-CN") from None
