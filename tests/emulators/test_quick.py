"""A class that ``quick`` has made faster is the same class."""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from pathlib import Path

import pytest

import emulators
from emulators.quick import quick


@dataclass(frozen=True, slots=True)
class Base:
    """What payloads inherit from."""


@quick
@dataclass(frozen=True, slots=True)
class Sale(Base):
    """Two fields, one with a default."""

    reference: str
    amount_minor: int = 100


@quick
@dataclass(frozen=True, slots=True)
class Return(Sale):
    """One that inherits from such a class."""

    original: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Batch:
    """One that works out a field."""

    number: str
    sales: list[Sale] = field(default_factory=list)


def test_it_is_made_as_before() -> None:
    sale = Sale("A1")
    assert type(sale) is Sale
    assert (sale.reference, sale.amount_minor) == ("A1", 100)
    assert Sale(amount_minor=5, reference="A2") == Sale("A2", 5)
    assert repr(sale) == "Sale(reference='A1', amount_minor=100)"


def test_it_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Sale("A1").reference = "A2"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del Sale("A1").reference  # type: ignore[misc]


def test_what_dataclasses_can_do_still_works() -> None:
    sale = replace(Sale("A1"), amount_minor=7)
    assert asdict(sale) == {"reference": "A1", "amount_minor": 7}
    assert [one.name for one in fields(sale)] == ["reference", "amount_minor"]
    assert hash(sale) == hash(Sale("A1", 7))


def test_a_class_may_inherit_from_it() -> None:
    assert Return("A1", 3, "A0") == Return(reference="A1", amount_minor=3, original="A0")
    assert isinstance(Return("A1"), Sale)


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(TypeError, match="reference"):
        Sale()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="price"):
        Sale("A1", price=3)  # type: ignore[call-arg]


def test_one_that_works_out_its_fields_is_left_alone() -> None:
    assert Batch("000001").sales == []
    assert Batch("000001").sales is not Batch("000001").sales


def calls_of_made() -> Iterator[tuple[str, ast.Call]]:
    """Each call, with the module that it stands in."""
    top = Path(emulators.__file__).parent
    for path in sorted(top.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "made":
                yield ".".join(path.relative_to(top.parent).with_suffix("").parts), node


def test_what_is_made_past_its_own_constructor_has_every_field() -> None:
    calls = list(calls_of_made())
    assert calls
    for module, call in calls:
        cls, values = call.args
        assert isinstance(values, ast.Tuple), module
        fields_ = getattr(importlib.import_module(module), ast.unparse(cls))._fields
        assert len(values.elts) == len(fields_), f"{module}, line {call.lineno}"
