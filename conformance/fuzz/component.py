"""A scenario as component text: a `wasi:cli/run` command in which the components call one another and a reporter.

What a component exports is an instance, and what it imports are those of others, as tools that compose components do
it. Each consists of two core modules. `$Memory` has what must be there first: memory and realloc; `$Code` has the
operations and is instantiated last, when all that it calls is there. What is wanted before that, such as a destructor,
is a trampoline in `$Memory`. Where nothing is called, one module has it all, as in components that compilers make.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from conformance.abi.layout import required_options
from conformance.abi.types import Func, Handle, Map, Own, Type, walk
from conformance.fuzz import reporter
from conformance.fuzz.code import Code
from conformance.fuzz.predict import Row
from conformance.fuzz.scenario import Component, Scenario, operations
from conformance.fuzz.text import NAMED, type_name, type_text


def text(case_id: str, scenario: Scenario, rows: Sequence[Row], version: str) -> str:
    """The component, importing WASI of this version."""
    parts = [reporter.WASI.format(version=version)]
    inside = ""
    if scenario.told:
        parts += [reporter.component(case_id, rows, version), reporter.INSTANCE.format(version=version)]
    else:
        inside = reporter.within(case_id, rows, version)
    whole = _Whole(scenario, version, inside)
    for name in scenario.children(None):
        parts += [whole.component(name), whole.instance(name)]
    top = scenario.main
    while (parent := scenario.components[top].parent) is not None:
        top = parent
    parts.append(f'(alias export ${top} "wasi:cli/run@{version}" (instance $run))')
    parts.append(f'(export "wasi:cli/run@{version}" (instance $run))')
    return "(component\n" + "\n".join(part for part in parts if part) + ")\n"


@dataclass
class _Interface:
    """What a component wants of an instance: functions, and resource types."""

    functions: dict[str, None] = field(default_factory=dict)
    resources: dict[str, None] = field(default_factory=dict)


def _types(func: Func) -> Iterator[Type]:
    """The types of a function and all within them, those first of which others consist."""
    for t in (*func.params, *func.results):
        yield from reversed(list(walk(t)))


class _Whole:
    """The text of the components of a scenario."""

    def __init__(self, scenario: Scenario, version: str, reporter_within: str) -> None:
        self.scenario = scenario
        self.version = version
        self.reporter_within = reporter_within
        """The text of the reporter where it is a part of the component that is run, or nothing."""

    def asked(self, name: str) -> list[str]:
        """The instances that this one asks for their words."""
        own = self.scenario.components[name]
        return (
            []
            if self.scenario.told or own.run is None
            else [other for other in self.scenario.components if other != name]
        )

    def component(self, name: str) -> str:
        """The definition, and within it those of its children; nothing for another instance of one."""
        if self.scenario.components[name].like is not None:
            return ""
        return _Text(self, name).render()

    def wants(self, name: str) -> dict[str, _Interface]:
        """What a component uses of instances, itself and its children's use included, in the order of instances."""
        found = {other: _Interface() for other in self.scenario.components}
        for called in self.scenario.called(name):
            instance, function = self.scenario.function(called)
            found[instance].functions[called.partition(".")[2]] = None
            self._handles(function.type, instance, found)
        own = self.scenario.of(name)
        for function in own.exports.values():
            self._handles(function.type, name, found)
        for body in own.bodies():
            for operation in operations(body):
                if operation.verb in ("new", "drop", "rep"):
                    owner, label = self.owned(operation.words[0], name)
                    found[owner].resources[label] = None
        for child in self.scenario.children(name):
            for other, interface in self.wants(child).items():
                found[other].functions |= interface.functions
                found[other].resources |= interface.resources
        asked = self.asked(name)
        return {
            other: found[other] for other in found if found[other].functions or found[other].resources or other in asked
        }

    def imports(self, name: str) -> dict[str, _Interface]:
        """What it is given: what it wants of those that are neither itself nor within it."""
        inside = {name, *self.scenario.children(name)}
        return {other: interface for other, interface in self.wants(name).items() if other not in inside}

    def owned(self, resource: str, user: str) -> tuple[str, str]:
        """The instance that defines a resource as `user` names it, and its name there."""
        return self.scenario.owner(resource, user), resource.rpartition(".")[2]

    def _handles(self, func: Func, instance: str, found: dict[str, _Interface]) -> None:
        for part in _types(func):
            if isinstance(part, Handle):
                found[self.scenario.owner(part.resource, instance)].resources[part.resource] = None

    def instance(self, name: str) -> str:
        """Its instantiation, and the instance that it exports, under its name with `-face`."""
        prints = self.reporter_within and self.scenario.components[name].run is not None
        parts = ['(with "abi:case/report" (instance $report-face))'] if self.scenario.told else []
        parts += [reporter.WITH.format(version=self.version)] if prints else []
        parts += [f'(with "abi:case/{other}" (instance ${other}-face))' for other in self.imports(name)]
        like = self.scenario.components[name].like or name
        made = f"(instance ${name} (instantiate ${like.capitalize()} {' '.join(parts)}))"
        own = self.scenario.of(name)
        if own.run is not None and not own.exports and not own.resources:
            return made
        return f'{made}\n(alias export ${name} "abi:case/{like}" (instance ${name}-face))'


class _Text:
    """The text of one component. Instances that it imports or contains have the name `$NAME-face`."""

    def __init__(self, whole: _Whole, name: str) -> None:
        self._whole = whole
        self._scenario = whole.scenario
        self._name = name
        self._component: Component = whole.scenario.of(name)
        self._names: dict[Type, str] = {}
        self._code = Code(whole.scenario, name, whole.asked(name))

    def render(self) -> str:
        """All of it, in an order in which everything is there before it is used."""
        lines = [*self._imports(), self._memory(), *self._resources(), *self._own_types()]
        lifted = [*(self._lift(name) for name in self._component.exports), self._face()]
        if self._code.early:
            lines += lifted
        for child in self._scenario.children(self._name):
            lines += [self._whole.component(child), self._whole.instance(child), *self._resources_of(child)]
        if not self._code.alone:
            lines += [*self._lowered(), *self._builtins(), self._instance()]
        if not self._code.early:
            lines += lifted
        lines += self._exports()
        return f"(component ${self._name.capitalize()}\n" + "\n".join(filter(None, lines)) + ")"

    def _resource(self, owner: str, label: str) -> str:
        """The name that a resource type has in here."""
        return f"${label}" if owner == self._name else f"${owner}-{label}"

    def _resource_names(self, func: Func, instance: str) -> dict[str, str]:
        """The resources of a function's type as they are called here."""
        labels = [part.resource for part in _types(func) if isinstance(part, Handle)]
        return {label: self._resource(self._scenario.owner(label, instance), label) for label in labels}

    def _resources_of(self, other: str) -> Iterator[str]:
        interface = self._whole.wants(self._name).get(other, _Interface())
        for label in interface.resources:
            yield f'(alias export ${other}-face "{label}" (type ${other}-{label}))'

    def _imports(self) -> Iterator[str]:
        if self._scenario.told:
            yield f'(import "abi:case/report" (instance $report-face {reporter.INTERFACE}))'
            for report in reporter.FUNCTIONS:
                yield f'(core func $core-{report} (canon lower (func $report-face "{report}")))'
        else:
            if self._component.run is not None:
                yield self._whole.reporter_within
            elif not self._code.alone:
                yield reporter.notes_apart()
        for other, interface in self._whole.imports(self._name).items():
            lines = "\n  ".join(self._interface(other, interface))
            yield f'(import "abi:case/{other}" (instance ${other}-face\n  {lines}))'
            yield from self._resources_of(other)

    def _interface(self, other: str, interface: _Interface) -> Iterator[str]:
        """The type of an instance that is imported."""
        inside = {label: f"${label}" for label in interface.resources}
        for label, name in inside.items():
            yield f'(export "{label}" (type {name} (sub resource)))'
        functions = {name: self._scenario.of(other).exports[name].type for name in interface.functions}
        names: dict[Type, str] = {}
        for func in functions.values():
            for label, here in self._resource_names(func, other).items():
                if label not in inside:
                    inside[label] = f"$outer-{label}"
                    yield f"(alias outer 1 {here} (type $outer-{label}))"
            for part in _types(func):
                if isinstance(part, NAMED) and part not in names:
                    number = self._number(other, part)
                    yield f"(type $d{number} {type_text(part, names)})"
                    yield f'(export "t{number}" (type $t{number} (eq $d{number})))'
                    names[part] = f"$t{number}"
                elif isinstance(part, Handle | Map):
                    names[part] = _unnamed(part, names, inside)
        for name, func in functions.items():
            yield f'(export "{name}" (func {_signature(func, names)}))'
        for name, result in reporter.ASKED.items() if other in self._whole.asked(self._name) else ():
            yield f'(export "{name}" (func (result {result})))'

    def _number(self, other: str, t: Type) -> int:
        """The number that a type with a name has among those of an instance."""
        exports = self._scenario.of(other).exports.values()
        named: list[Type] = [part for f in exports for part in _types(f.type) if isinstance(part, NAMED)]
        return named.index(t)

    def _memory(self) -> str:
        if self._code.alone:
            made = f"(core module $Memory {self._code.memory_module()}) (core instance $memory (instantiate $Memory))"
            return f"{made}\n{reporter.asked('$memory')}"
        return (
            f"(core module $Memory {self._code.memory_module()})\n"
            '(core instance $memory (instantiate $Memory (with "" (instance (export "note" (func $core-note))))))'
        )

    def _resources(self) -> Iterator[str]:
        for label, body in self._component.resources.items():
            destructor = "" if body is None else f' (dtor (core func $memory "drop {label}"))'
            yield f"(type ${label} (resource (rep i32){destructor}))"

    def _own_types(self) -> Iterator[str]:
        """Types with names in exported functions."""
        for function in self._component.exports.values():
            resources = self._resource_names(function.type, self._name)
            for part in _types(function.type):
                if isinstance(part, NAMED) and part not in self._names:
                    name = f"$t{self._number(self._name, part)}"
                    yield f"(type {name} {type_text(part, self._names)})"
                    self._names[part] = name
                elif isinstance(part, Handle | Map):
                    self._names[part] = _unnamed(part, self._names, resources)

    def _options(self, func: Func, direction: Literal["lift", "lower"]) -> str:
        """Those options that a function needs."""
        needed = required_options(func, direction)
        parts = ['(memory (core memory $memory "memory"))' if "memory" in needed else ""]
        parts.append(f'(realloc (core func $memory "{self._code.realloc}"))' if "realloc" in needed else "")
        parts.append(f"string-encoding={self._component.encoding}" if needed else "")
        return " ".join(filter(None, parts))

    def _lift(self, name: str) -> str:
        function = self._component.exports[name]
        options = self._options(function.type, "lift")
        where = "$memory" if self._code.early or self._code.alone else "$code"
        if function.post_return is not None:
            options += f' (post-return (core func {where} "after {name}"))'
        signature = _signature(function.type, self._names)
        return f'(func $lifted-{name} {signature} (canon lift (core func {where} "do {name}") {options}))'

    def _face(self) -> str:
        """What is exported, as an instance; children may want it, too."""
        items = [f'(export "{label}" (type ${label}))' for label in self._component.resources]
        items += [f'(export "{name[1:]}" (type {name}))' for t, name in self._names.items() if isinstance(t, NAMED)]
        items += [f'(export "{name}" (func $lifted-{name}))' for name in self._component.exports]
        if not self._scenario.told and self._component.run is None:
            items += [f'(export "{name}" (func ${name}))' for name in reporter.ASKED]
        return f"(instance ${self._name}-face {' '.join(items)})" if items else ""

    def _lowered(self) -> Iterator[str]:
        for called in self._scenario.called(self._name):
            other, _, function = called.partition(".")
            options = self._options(self._scenario.function(called)[1].type, "lower")
            lowered = f'(canon lower (func ${other}-face "{function}") {options})'
            yield f"(core func $core-{other}-{function} {lowered})"
        for other in self._whole.asked(self._name):
            yield from (
                f'(core func $core-{name}-{other} (canon lower (func ${other}-face "{name}")))'
                for name in reporter.ASKED
            )

    def _builtins(self) -> Iterator[str]:
        for verb, owner, label in self._code.builtins:
            here = self._resource(owner, label)
            yield f"(core func $core-{verb}-{owner}-{label} (canon resource.{verb} {here}))"

    def _instance(self) -> str:
        reports = [name for name in reporter.FUNCTIONS if self._code.reports(name)]
        names = [*reports, *(called.replace(".", "-") for called in self._scenario.called(self._name))]
        names += ["-".join(builtin) for builtin in self._code.builtins]
        names += [f"{name}-{other}" for other in self._whole.asked(self._name) for name in reporter.ASKED]
        items = [f'(export "{name}" (func $core-{name}))' for name in names]
        items.append('(export "memory" (memory $memory "memory"))')
        if self._code.trampolines:
            items.append('(export "table" (table $memory "table"))')
        items.append('(export "dump" (func $memory "dump"))')
        module = f"(core module $Code {self._code.code_module()})"
        return f'{module}\n(core instance $code (instantiate $Code (with "" (instance {" ".join(items)}))))'

    def _exports(self) -> Iterator[str]:
        run = f"wasi:cli/run@{self._whole.version}"
        if self._component.exports or self._component.resources or self._component.run is None:
            yield f'(export "abi:case/{self._name}" (instance ${self._name}-face))'
        for child in self._scenario.children(self._name):
            if self._scenario.main == child:
                yield f'(alias export ${child} "{run}" (instance $run)) (export "{run}" (instance $run))'
        if self._component.run is not None:
            yield '(func $run (result (result)) (canon lift (core func $code "run")))'
            yield f'(instance $command (export "run" (func $run))) (export "{run}" (instance $command))'


def _unnamed(t: Handle | Map, names: dict[Type, str], resources: dict[str, str]) -> str:
    """A handle to a resource that goes by this name here, or a map, which to the ABI alone is a list."""
    if isinstance(t, Map):
        return f"(map {type_name(t.key, names)} {type_name(t.value, names)})"
    return f"({'own' if isinstance(t, Own) else 'borrow'} {resources[t.resource]})"


def _signature(func: Func, names: dict[Type, str]) -> str:
    """Parameters and result in the text format."""
    params = [f'(param "p{index}" {type_name(t, names)})' for index, t in enumerate(func.params)]
    return " ".join((*params, *(f"(result {type_name(t, names)})" for t in func.results)))
