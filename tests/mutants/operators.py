"""What a mutant changes: one place of the reference POS, found in its syntax tree."""

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

# Kind → the files (below refpos/) in which such a place is looked for.
WHERE = {
    "unflushed": ("shell/journal.py", "core/book_rules.py"),
    "unwritten": ("core/*.py",),
    "unread status": ("shell/printer_wire.py", "core/press.py"),
    "uncompared": ("core/rules.py", "core/verdicts.py", "core/unionpay.py", "shell/host_line.py"),
    "undone": ("core/bank.py", "core/press.py", "core/verdicts.py", "core/agenda.py"),
}
WHAT = {
    "unflushed": "a record is not flushed to the disk",
    "unwritten": "a record is kept in memory and not in the journal",
    "unread status": "a bit of the printer's status, or its health, is not looked at",
    "uncompared": "a field or code of an answer is not compared, or the other way round",
    "undone": "a timer, a connection or a message is left out",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change. ``before`` and ``after`` are source, ``line`` is where it stands.

    ``name``: file, function and what is changed there, so that it lasts while other code moves.
    """

    name: str
    kind: str
    file: str
    line: int
    before: str
    after: str
    source: str


def mutants(root: Path) -> Iterator[Mutant]:
    """Every mutant of the POS whose package ``refpos`` is ``root``, in the order of the files."""
    for kind, patterns in WHERE.items():
        for path in sorted(path for pattern in patterns for path in root.glob(pattern)):
            yield from _of_file(kind, path, str(path.relative_to(root)))


def _of_file(kind: str, path: Path, file: str) -> Iterator[Mutant]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = _functions(tree)
    seen: Counter[str] = Counter()
    for place, node in enumerate(ast.walk(tree)):
        for change in _CHANGES[kind](node):
            changed = copy.deepcopy(tree)
            twin = next(islice(ast.walk(changed), place, None))
            before = ast.unparse(twin).split("\n")[0]
            after = change(twin)
            name = f"{file} {functions.get(node, '')}: {before} -> {after}"
            seen[name] += 1
            name += f" ({seen[name]})" if seen[name] > 1 else ""
            first = node.body[-1] if isinstance(node, ast.FunctionDef) else node
            line = int(getattr(first, "lineno", 0))
            source = ast.unparse(ast.fix_missing_locations(changed))
            yield Mutant(name, kind, file, line, before, after, source)


def _functions(tree: ast.AST) -> dict[ast.AST, str]:
    """The function that each node stands in."""
    found: dict[ast.AST, str] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            found |= dict.fromkeys(ast.walk(function), function.name)
    return found


Change = Callable[[ast.AST], str]


def _unflushed(node: ast.AST) -> Iterator[Change]:
    texts = {"PRAGMA synchronous=FULL": "PRAGMA synchronous=OFF"}
    if isinstance(node, ast.Constant) and node.value in texts:
        yield _set_value(texts[node.value])
    if isinstance(node, ast.FunctionDef) and node.name == "flushed":
        yield _returns("False")


def _unwritten(node: ast.AST) -> Iterator[Change]:
    """``desk.write(…)`` changes the book and leaves the disk alone."""
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(call, ast.Call) and _name(call).endswith("desk.write"):
        yield _only_remembered


def _only_remembered(node: ast.AST) -> str:
    assert isinstance(node, ast.Expr)
    assert isinstance(node.value, ast.Call)
    assert isinstance(node.value.func, ast.Attribute)
    desk = ast.unparse(node.value.func.value)
    records = ", ".join(ast.unparse(one) for one in node.value.args)
    fold = "__import__('refpos.model.fold', fromlist=['apply']).apply"
    text = f"[{fold}({desk}.book, record) for record in ({records},)]"
    node.value = ast.parse(text, mode="eval").body
    return "only remembered"


def _unread(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.If) and not isinstance(node.test, ast.Compare):
        yield _never
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and _asks_health(node):
        yield _inverted
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        yield _no_bit
    if isinstance(node, ast.Return) and isinstance(node.value, ast.IfExp):
        yield _otherwise


def _asks_health(node: ast.Compare) -> bool:
    return "health" in ast.unparse(node).lower() or "phase" in ast.unparse(node)


def _no_bit(node: ast.AST) -> str:
    assert isinstance(node, ast.BinOp)
    node.right = ast.Constant(value=0)
    return ast.unparse(node)


def _uncompared(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield _inverted
    if isinstance(node, ast.If) and not isinstance(node.test, ast.Compare):
        yield _never
    told = node.value if isinstance(node, ast.Return) else None
    if isinstance(told, ast.Constant) and isinstance(told.value, bool):
        yield _negated


_DOINGS = ("desk.do", "_watch.ask", "_watch.poll_soon", "_rest", "_sign_on_after", "_spoil")


def _undone(node: ast.AST) -> Iterator[Change]:
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(call, ast.Call) and _name(call).endswith(_DOINGS):
        yield _dropped


_CHANGES: dict[str, Callable[[ast.AST], Iterator[Change]]] = {
    "unflushed": _unflushed,
    "unwritten": _unwritten,
    "unread status": _unread,
    "uncompared": _uncompared,
    "undone": _undone,
}
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
}


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func)


def _set_value(value: str) -> Change:
    def change(node: ast.AST) -> str:
        assert isinstance(node, ast.Constant)
        node.value = value
        return value

    return change


def _returns(value: str) -> Change:
    def change(node: ast.AST) -> str:
        assert isinstance(node, ast.FunctionDef)
        node.body = ast.parse(f"return {value}").body
        return f"return {value}"

    return change


def _never(node: ast.AST) -> str:
    assert isinstance(node, ast.If)
    node.test = ast.Constant(value=False)
    return "if False"


def _otherwise(node: ast.AST) -> str:
    assert isinstance(node, ast.Return)
    assert isinstance(node.value, ast.IfExp)
    node.value = node.value.orelse
    return ast.unparse(node)


def _inverted(node: ast.AST) -> str:
    assert isinstance(node, ast.Compare)
    node.ops = [_OPPOSITE[type(node.ops[0])]()]
    return ast.unparse(node)


def _negated(node: ast.AST) -> str:
    assert isinstance(node, ast.Return)
    assert isinstance(node.value, ast.Constant)
    node.value = ast.Constant(value=not node.value.value)
    return ast.unparse(node)


def _dropped(node: ast.AST) -> str:
    assert isinstance(node, ast.Expr)
    node.value = ast.Constant(value=None)
    return "left out"
