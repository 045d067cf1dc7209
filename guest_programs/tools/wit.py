"""WIT as typed values, parsed once from what `wasm-tools component wit --json` prints.

Aliases (`type a = b` and `use`) are resolved: the Canonical ABI does not see them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Name:
    """Where a type or a function is declared; `package` has its namespace and no version, as `wasi:io`."""

    package: str
    interface: str
    item: str

    def __str__(self) -> str:
        return f"{self.package}/{self.interface}#{self.item}"


@dataclass(frozen=True)
class Primitive:
    """bool, an integer, a float, char or string, by its WIT name."""

    kind: str


@dataclass(frozen=True)
class Handle:
    """own<R> or borrow<R>: an i32 either way."""

    resource: Name
    owned: bool


@dataclass(frozen=True)
class List:
    """list<T>"""

    element: Type


@dataclass(frozen=True)
class Option:
    """option<T>"""

    payload: Type


@dataclass(frozen=True)
class Result:
    """result<T, E>, where either may be absent."""

    ok: Type | None
    err: Type | None


@dataclass(frozen=True)
class Tuple:
    """tuple<T, …>"""

    elements: tuple[Type, ...]


@dataclass(frozen=True)
class Record:
    """record"""

    name: Name
    fields: tuple[tuple[str, Type], ...]


@dataclass(frozen=True)
class Variant:
    """variant"""

    name: Name
    cases: tuple[tuple[str, Type | None], ...]


@dataclass(frozen=True)
class Enum:
    """enum"""

    name: Name
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Flags:
    """flags"""

    name: Name
    flags: tuple[str, ...]


Type = Primitive | Handle | List | Option | Result | Tuple | Record | Variant | Enum | Flags


@dataclass(frozen=True)
class Function:
    """A function as WIT declares it; `name.item` is the full item, as `[method]descriptor.open-at`."""

    name: Name
    kind: str
    resource: str | None
    parameters: tuple[tuple[str, Type], ...]
    result: Type | None


@dataclass(frozen=True)
class Interface:
    """An interface with what it declares itself, not what it uses from others."""

    package: str
    name: str
    types: tuple[Type, ...]
    resources: tuple[str, ...]
    functions: tuple[Function, ...]
    exported: bool

    def drops(self) -> Iterator[Name]:
        """The `[resource-drop]` import of every resource declared here."""
        for resource in self.resources:
            yield Name(self.package, self.name, f"[resource-drop]{resource}")


class _Reader:
    """Turns the numbered tables of the JSON tree into values."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self._tree = tree

    def _owner(self, index: int) -> Name:
        entry = self._tree["types"][index]
        interface = self._tree["interfaces"][entry["owner"]["interface"]]
        return Name(self.package_of(interface), interface["name"], entry["name"])

    def package_of(self, interface: Mapping[str, Any]) -> str:
        """The package of an interface, without its version."""
        name: str = self._tree["packages"][interface["package"]]["name"]
        return name.partition("@")[0]

    def resource(self, index: int) -> Name:
        """The declaration behind a resource type, through any aliases."""
        kind = self._tree["types"][index]["kind"]
        return self._owner(index) if kind == "resource" else self.resource(kind["type"])

    def type(self, reference: int | str) -> Type:
        """A type by its number, or a primitive by its name."""
        if isinstance(reference, str):
            return Primitive(reference)
        ((kind, body),) = self._tree["types"][reference]["kind"].items()
        if kind == "type":
            return self.type(body)
        if kind == "handle":
            ((mode, target),) = body.items()
            return Handle(self.resource(target), mode == "own")
        if kind == "list":
            return List(self.type(body))
        if kind == "option":
            return Option(self.type(body))
        if kind == "result":
            return Result(self.maybe(body["ok"]), self.maybe(body["err"]))
        if kind == "tuple":
            return Tuple(tuple(self.type(element) for element in body["types"]))
        return self._named(self._owner(reference), kind, body)

    def maybe(self, reference: int | str | None) -> Type | None:
        """A payload, which may be absent."""
        return None if reference is None else self.type(reference)

    def _named(self, name: Name, kind: str, body: Mapping[str, Any]) -> Type:
        if kind == "record":
            return Record(name, tuple((field["name"], self.type(field["type"])) for field in body["fields"]))
        if kind == "variant":
            return Variant(name, tuple((case["name"], self.maybe(case["type"])) for case in body["cases"]))
        if kind == "enum":
            return Enum(name, tuple(case["name"] for case in body["cases"]))
        if kind == "flags":
            return Flags(name, tuple(flag["name"] for flag in body["flags"]))
        raise ValueError(f"{name}: a {kind} type has no lowering here")

    def function(self, package: str, interface: str, entry: Mapping[str, Any]) -> Function:
        """A function of an interface."""
        kind, resource = entry["kind"], None
        if not isinstance(kind, str):
            ((kind, index),) = kind.items()
            resource = self.resource(index).item
        parameters = tuple((parameter["name"], self.type(parameter["type"])) for parameter in entry["params"])
        name = Name(package, interface, entry["name"])
        return Function(name, kind, resource, parameters, self.maybe(entry.get("result")))

    def interface(self, index: int, exported: bool) -> Interface:
        """An interface by its number."""
        entry = self._tree["interfaces"][index]
        package = self.package_of(entry)
        types, resources = [], []
        for name, number in entry["types"].items():
            kind = self._tree["types"][number]["kind"]
            if kind == "resource":
                resources.append(name)
            elif not {"type", "handle"} & set(kind) and self._tree["types"][number]["name"]:
                declared = self.type(number)
                if isinstance(declared, (Record, Variant, Enum, Flags)):
                    types.append(declared)
        functions = tuple(self.function(package, entry["name"], value) for value in entry["functions"].values())
        return Interface(package, entry["name"], tuple(types), tuple(resources), functions, exported)


def parse(tree: Mapping[str, Any]) -> tuple[Interface, ...]:
    """Every interface of the tree, dependencies first; `exported` marks those that some world of ours exports."""
    reader = _Reader(tree)
    ours = [world for world in tree["worlds"] if not tree["packages"][world["package"]]["name"].startswith("wasi:")]
    exported = {item["interface"]["id"] for world in ours for item in world["exports"].values()}
    return tuple(reader.interface(index, index in exported) for index in range(len(tree["interfaces"])))
