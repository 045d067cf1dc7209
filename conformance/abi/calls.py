"""Whole calls: what a lifted and a lowered function do around core code, in which order, and what must trap when.

Core functions are Python callables (`traps.CoreFunction`); functions between components are of type `Callee`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from conformance.abi.handles import Instance, Scope
from conformance.abi.layout import MAX_FLAT_RESULTS, flat_types_of
from conformance.abi.lift import lift_params, lift_results
from conformance.abi.lower import lower_params, lower_results
from conformance.abi.memory import Side
from conformance.abi.traps import CoreFunction, run_core
from conformance.abi.types import Func, Value

Start = Callable[[], list[Value]]
Resolve = Callable[[list[Value]], None]
Callee = Callable[[Start, Resolve, Instance | None], None]
"""A component function: it asks for its arguments, hands over its results, and learns who calls (None: the host).

Clause: Tasks (FuncInst).
"""


@dataclass(frozen=True)
class Lifted:
    """`canon lift`: core code as a component function. `side` has the options; its scope is a new one in each call."""

    func: Func
    code: CoreFunction
    side: Side
    instance: Instance
    post_return: CoreFunction | None = None

    def __call__(self, start: Start, resolve: Resolve, caller: Instance | None) -> None:
        """Clauses: Embedding (Store.lift), canon lift."""
        with self.instance.entered(caller):
            scope = Scope()
            side = replace(self.side, scope=scope, instance=self.instance)
            flats = run_core(self.code, lower_params(side, self.func.params, start()))
            values = lift_results(side, self.func.results, flats)
            scope.end_callee()
            resolve(values)
            if self.post_return:
                with self.instance.confined():
                    run_core(self.post_return, flats)


@dataclass(frozen=True)
class Lowered:
    """`canon lower`: a component function as core code of an instance."""

    func: Func
    callee: Callee
    side: Side
    instance: Instance

    def __call__(self, *flats: int) -> list[int]:
        """Clause: canon lower."""
        self.instance.check_leaving()
        scope = Scope()
        side = replace(self.side, scope=scope, instance=self.instance)
        returned: list[int] = []
        in_memory = len(flat_types_of(self.func.results)) > MAX_FLAT_RESULTS
        area = flats[-1] if in_memory else None
        self.callee(
            lambda: lift_params(side, self.func.params, flats),
            lambda values: returned.extend(lower_results(side, self.func.results, values, area)),
            self.instance,
        )
        scope.end_caller()
        return returned


def host_function(function: Callable[..., list[Value]]) -> Callee:
    """A function of the host's as a callee: values in, a list of none or one value out."""
    return lambda start, resolve, caller: resolve(function(*start()))


def invoke(callee: Callee, arguments: list[Value]) -> list[Value]:
    """A call from the host. Clause: Embedding (Store.invoke)."""
    results: list[Value] = []
    callee(lambda: arguments, results.extend, None)
    return results
