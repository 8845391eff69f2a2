"""The request of an ePOS-Print client: a SOAP envelope read safely, into a flat list of elements.

No document type, no entity but XML's own five, bounded depth and count: nothing in a request can
make it larger than it came.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

NAMESPACE = "http://www.epson-pos.com/schemas/2011/03/epos-print"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
MAX_BYTES = 2 << 20
_MAX_DEPTH, _MAX_ELEMENTS = 8, 20_000


class SchemaError(ValueError):
    """The document is not one of ePOS-Print."""


@dataclass(slots=True)
class Element:
    """One element of ``epos-print``. ``end`` stands for the end of a ``page``."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    end: bool = False


@dataclass(slots=True)
class Document:
    """What is asked for. ``parameters`` are those of the SOAP header (devid, timeout, job)."""

    elements: list[Element] = field(default_factory=list)
    parameters: dict[str, str] = field(default_factory=dict)
    found: bool = False


def parse(body: bytes) -> Document:
    """Read a request. Raises SchemaError."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.buffer_text = True
    try:
        parser.Parse(body, True)  # noqa: FBT003 - expat's own parameter, by position only
    except expat.ExpatError as error:
        raise SchemaError(str(error)) from None
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise SchemaError(str(error)) from None
    if not reader.document.found:
        raise SchemaError("there is no epos-print element")
    return reader.document


def _refuse(*_: object) -> None:
    raise SchemaError("a document type is not allowed")


class _Reader:
    """Keeps what stands in ``epos-print`` and in ``parameter``."""

    def __init__(self) -> None:
        self.document = Document()
        self._path: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self._path.append(local)
        if len(self._path) > _MAX_DEPTH or len(self.document.elements) >= _MAX_ELEMENTS:
            raise SchemaError("too deep, or too many elements")
        if self._within("epos-print"):
            if space != NAMESPACE:
                raise SchemaError(f"{local}: of another namespace")
            self.document.elements.append(Element(local, attributes))
        elif local == "epos-print" and space == NAMESPACE:
            self.document.found = True

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self._path.pop()
        if local == "page" and self._within_or_at("epos-print"):
            self.document.elements.append(Element("page", end=True))

    def text(self, text: str) -> None:
        if self._within("epos-print") and self.document.elements:
            last = self.document.elements[-1]
            if last.name == self._path[-1] and not last.end:
                last.text += text
        elif len(self._path) > 1 and self._path[-2] == "parameter":
            known = self.document.parameters
            known[self._path[-1]] = known.get(self._path[-1], "") + text

    def _within(self, name: str) -> bool:
        return name in self._path[:-1]

    def _within_or_at(self, name: str) -> bool:
        return name in self._path
