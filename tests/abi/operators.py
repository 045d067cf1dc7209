"""Small changes of a source, one at a time: other operators, numbers one off, conditions turned, statements dropped."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}
_TALK = (ast.Import, ast.ImportFrom, ast.JoinedStr)
"""What is not changed: imports, and messages."""
_UNSAID = ("decorator_list", "annotation", "returns")
"""Fields that say nothing of what is done: types, and what is remembered of a function."""
_LONGEST = 100
"""Characters of a change that are told."""


class Key(NamedTuple):
    """Which change it is, whatever is changed elsewhere."""

    module: str
    function: str
    line: str
    """The line of the source on which the changed part begins."""
    change: str
    """What becomes what; `#2` is the second of the kind on such a line in the function."""


@dataclass(frozen=True)
class Mutant:
    """A source with one change; it can be planted, see `planted.Change`."""

    key: Key
    source: str

    @property
    def fault(self) -> str:
        """The change in words."""
        return ": ".join(self.key)

    @property
    def place(self) -> str:
        """The module that is changed."""
        return f"conformance.abi.{self.key.module}"

    def planted(self, source: str) -> str:
        """The source with the change."""
        return self.source


class _Spot(NamedTuple):
    """A part of a tree, and where it hangs."""

    function: str
    holder: ast.AST
    field: str
    place: int | None
    node: ast.AST


def keys(module: str, source: str) -> Iterator[Key]:
    """All changes of a module."""
    yield from (key for key, _, _ in _changes(module, source, ast.parse(source)))


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """The module with each of its changes."""
    tree = ast.parse(source)
    for key, spot, new in _changes(module, source, tree):
        children = getattr(spot.holder, spot.field)
        if spot.place is None:
            setattr(spot.holder, spot.field, new[0])
        else:
            children[spot.place : spot.place + 1] = new
        yield Mutant(key, ast.unparse(ast.fix_missing_locations(tree)))
        if spot.place is None:
            setattr(spot.holder, spot.field, spot.node)
        else:
            children[spot.place : spot.place + len(new)] = [spot.node]


def _changes(module: str, source: str, tree: ast.AST) -> Iterator[tuple[Key, _Spot, list[ast.AST]]]:
    """Each change: what it is called, where it is made, and what is there instead."""
    lines = source.splitlines()
    seen: Counter[Key] = Counter()
    for spot in list(_spots(tree, "")):
        for new in _instead(spot):
            line = lines[_line(spot.node) - 1].strip()
            key = Key(module, spot.function, line, _told(spot.node, new))
            seen[key] += 1
            if seen[key] > 1:
                key = key._replace(change=f"{key.change} #{seen[key]}")
            yield key, spot, new


def _spots(node: ast.AST, function: str) -> Iterator[_Spot]:
    """All parts of a tree that can be changed, with the function that they are in."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        function = f"{function}.{node.name}".lstrip(".")
    for name, value in ast.iter_fields(node):
        if name in _UNSAID:
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not isinstance(child, _TALK) and not _is_talk(child):
                yield _Spot(function, node, name, index, child)
                yield from _spots(child, function)


def _is_talk(node: ast.AST) -> bool:
    """Is this a docstring, the condition under which only types are imported, or the size of caches?"""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CACHED":
        return True
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _line(node: ast.AST) -> int:
    return min(part.lineno for part in ast.walk(node) if isinstance(part, ast.expr | ast.stmt))


def _told(node: ast.AST, new: list[ast.AST]) -> str:
    """What becomes what, in a line."""
    if isinstance(node, ast.If | ast.While | ast.With):
        head = ast.unparse(node).splitlines()[0]
        return f"turn {head}" if len(new) == 1 and type(new[0]) is type(node) else f"drop {head}"
    if isinstance(new[0], ast.Pass):
        return f"drop {_short(ast.unparse(node))}"
    return f"{_short(ast.unparse(node))} → {_short(ast.unparse(new[0]))}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _instead(spot: _Spot) -> Iterator[list[ast.AST]]:
    """What may be there instead of a part."""
    node = spot.node
    if isinstance(node, ast.expr):
        for new in _expressions(node):
            yield [new]
    elif isinstance(node, ast.comprehension):
        for index, test in enumerate(node.ifs):
            turned = [*node.ifs[:index], _not(test), *node.ifs[index + 1 :]]
            yield [ast.comprehension(node.target, node.iter, turned, node.is_async)]
    elif isinstance(node, ast.stmt) and spot.function:
        yield from _statements(node)


def _expressions(node: ast.expr) -> Iterator[ast.expr]:
    """Other expressions."""
    match node:
        case ast.Compare(left, ops, comparators):
            for index, op in enumerate(ops):
                for other in _COMPARISONS[type(op)]:
                    yield ast.Compare(left, [*ops[:index], other(), *ops[index + 1 :]], comparators)
        case ast.BinOp(left, op, right):
            yield ast.BinOp(left, _OPERATORS[type(op)](), right)
        case ast.BoolOp(op, parts):
            yield ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), parts)
        case ast.UnaryOp(_, operand):
            yield operand
        case ast.IfExp(test, body, orelse) if not isinstance(test, ast.Compare):
            yield ast.IfExp(_not(test), body, orelse)
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() as value):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))


def _statements(node: ast.stmt) -> Iterator[list[ast.AST]]:
    """Other statements, or none."""
    match node:
        case ast.If(test, body, orelse) if not isinstance(test, ast.Compare | ast.UnaryOp):
            yield [ast.If(_not(test), body, orelse)]
        case ast.While(test, body, orelse) if not isinstance(test, ast.Compare | ast.UnaryOp):
            yield [ast.While(_not(test), body, orelse)]
        case ast.AugAssign(target, op, value):
            yield [ast.AugAssign(target, _OPERATORS[type(op)](), value)]
            yield [ast.Pass()]
        case ast.Expr() | ast.Assign() | ast.Raise():
            yield [ast.Pass()]
        case ast.Return(ast.expr()):
            yield [ast.Return(ast.Constant(None))]
        case ast.With(items, body) if all(item.optional_vars is None for item in items):
            yield list(body)


def _not(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)
