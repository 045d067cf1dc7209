"""The driver's verb ``call``: exported functions of a component, called with values, on hosts' imports of our making.

Values go between JSON and Wasmtime by ``lowering`` and ``lifting``, past the package's conversions. A trap ends an
instance; what follows it has a fresh one. Outcomes are handed on one by one, so that those before a crash are kept.
"""

from __future__ import annotations

import base64
import ctypes
import hashlib
import re
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from ctypes import byref, cast, string_at
from typing import Any

from embedding import Embedding, Refused, c_function, said
from lifting import Lift, lifting
from lowering import Lower, lowering
from values import VALUE, Arena, Garbled, Unlowerable
from wasmtime import Config, Engine, Store, WasmtimeError, wat2wasm
from wasmtime import _bindings as c
from wasmtime.component import Component, Linker

_KEPT = 16
"""Compiled components kept in memory."""
# What Wasmtime answers to a value that does not have the type of a parameter or result: the binding's refusal. Anything
# else that ends a call is about the guest.
_TYPE_ERRORS = re.compile(
    r"type mismatch|expected `?\w+`?, found|expected \d+ (argument|result|param)|(variant|enum) case .* not found"
    r"|unknown (flag|variant|enum)|expected .* got"
)
_MISFITS = (ValueError, TypeError, LookupError, OverflowError, AttributeError)
"""What lowering raises for JSON that is no value of the type at all."""
Outcome = dict[str, Any]


class BadCall(Exception):
    """A request that cannot be carried out, whatever the component."""


class Export:
    """A function that is called: what is compiled of its types goes one way each."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.lower_params: list[Lower] = [lowering(t) for t in fields.get("params", [])]
        result = fields.get("result")
        self.lift_result: Lift | None = lifting(result) if result is not None else None


class Import:
    """A function that the driver provides: it notes its arguments and gives the answers it was told to give."""

    def __init__(self, name: str, fields: Mapping[str, Any], session: Session) -> None:
        self._name = name
        self._session = session
        self._lift_params: list[Lift] = [lifting(t) for t in fields.get("params", [])]
        result = fields.get("result")
        self._lower_result: Lower | None = lowering(result) if result is not None else None

    def called(self, arguments: int, count: int, results: Any) -> None:
        """Take one call. Raises Garbled or Unlowerable."""
        raw = string_at(arguments, count * VALUE) if count else b""
        if count != len(self._lift_params):
            raise Garbled(f"{count} arguments of {self._name}, which has {len(self._lift_params)}")
        values = [lift(raw, index * VALUE) for index, lift in enumerate(self._lift_params)]
        self._session.taken.append([self._name, values])
        lower = self._lower_result
        if lower is not None:
            answers = self._session.answers.get(self._name)
            if not answers:
                raise BadCall(f"{self._name} was called once more than there are answers")
            view, at, address = self._session.arena.take(VALUE)
            lowered(lower, view, at, answers.popleft(), self._session.arena)
            c.wasmtime_component_val_clone(byref(_Value.from_address(address)), results)


_Value = c.wasmtime_component_val_t
_post_return = c_function("wasmtime_component_func_post_return")
_imports: dict[int, Import] = {}
"""By the number that Wasmtime hands back; at most those of one component."""


def lowered(lower: Lower, view: memoryview, at: int, data: Any, arena: Arena) -> None:
    """Write a value. Raises Unlowerable for anything that is none."""
    try:
        lower(view, at, data, arena)
    except _MISFITS as error:
        raise Unlowerable(f"{str(data)[:80]}: {error}") from None


@c.wasmtime_component_func_callback_t  # type: ignore[untyped-decorator]
def _on_import(number: int, context: Any, type_: Any, arguments: Any, count: int, results: Any, _: int) -> int:
    function = _imports[number or 0]
    try:
        function.called(ctypes.addressof(arguments.contents) if count else 0, count, results)
    except Exception as error:
        function._session.failure = error
        pointer = WasmtimeError(f"the driver's import failed: {error}")._consume()
        return cast(pointer, ctypes.c_void_p).value or 0
    return 0


@ctypes.CFUNCTYPE(None, ctypes.c_void_p)
def _forget(number: int | None) -> None:
    """Wasmtime has no use for the number any more; nor has anybody else, for it is taken back with its component."""


class Session:
    """One component with its imports, and the instance of the moment."""

    def __init__(self, embedding: Embedding, component: Component, imports: Mapping[str, Any], guarded: bool) -> None:
        self._engine, self._component = embedding.engine, component
        self.arena = Arena(guarded)
        self.answers: dict[str, deque[Any]] = {}
        self.taken: list[Any] = []
        self.failure: Exception | None = None
        self._linker = Linker(self._engine)
        self._link(imports)
        self._store: Store | None = None
        self._instance: Any = None
        self._functions: dict[str, Any] = {}

    def _link(self, imports: Mapping[str, Any]) -> None:
        """Root functions by their names; those of an instance as ``INSTANCE#NAME``."""
        _imports.clear()
        grouped: dict[str, list[tuple[str, str]]] = {}
        for path in imports:
            where, _, name = path.rpartition("#")
            grouped.setdefault(where, []).append((path, name))
        with self._linker.root() as root:
            for where, names in grouped.items():
                if where:
                    with root.add_instance(where) as there:
                        self._define(there, names, imports)
                else:
                    self._define(root, names, imports)

    def _define(self, there: Any, names: list[tuple[str, str]], imports: Mapping[str, Any]) -> None:
        for path, name in names:
            number = len(_imports) + 1
            _imports[number] = Import(path, imports[path], self)
            encoded = name.encode()
            failure = c.wasmtime_component_linker_instance_add_func(
                there.ptr(), ctypes.create_string_buffer(encoded), len(encoded), _on_import, number, _forget
            )
            if failure:
                raise Refused(said(WasmtimeError._from_ptr(failure)))

    def close(self) -> None:
        """End the instance."""
        self._instance = None
        self._functions.clear()
        if self._store is not None:
            self._store.close()
            self._store = None

    def instantiate(self) -> None:
        """Have an instance. Raises Refused where the component cannot be linked, else WasmtimeError for a trap."""
        if self._instance is not None:
            return
        self._store = Store(self._engine)
        try:
            self._instance = self._linker.instantiate(self._store, self._component)
        except WasmtimeError as error:
            if self.failure or "wasm trap:" in said(error) or "wasm backtrace:" in said(error):
                raise
            raise Refused(said(error)) from None

    def call(self, name: str, export: Export, arguments: list[Any]) -> Outcome:
        """Call an exported function in the instance of the moment, or in a fresh one after a trap."""
        self.failure = None
        self.taken = []
        outcome = self._ended(lambda: self._called(name, export, arguments))
        if self.taken:
            outcome["taken"] = self.taken
        if "returned" not in outcome:
            self.close()
        return outcome

    def _ended(self, run: Callable[[], Any]) -> Outcome:
        """How a call ended. What an import's own failure ended is told as that, whatever Wasmtime makes of it."""
        try:
            return {"returned": run()}
        except Refused:
            raise
        except Exception as error:
            cause: Exception = self.failure or error
        if isinstance(cause, Unlowerable):
            return {"rejected": str(cause)}
        if isinstance(cause, Garbled):
            return {"garbled": str(cause)}
        if isinstance(cause, WasmtimeError):
            message = said(cause)
            return {"rejected" if _TYPE_ERRORS.search(message) else "trapped": message}
        return {"crashed": f"{type(cause).__name__}: {cause}"}

    def _called(self, name: str, export: Export, arguments: list[Any]) -> Any:
        self.arena.reset()
        lowers = export.lower_params
        if len(arguments) != len(lowers):
            raise BadCall(f"{len(arguments)} arguments for {name}, which has {len(lowers)}")
        view, start, address = self.arena.take(len(lowers) * VALUE)
        for index, lower in enumerate(lowers):
            lowered(lower, view, start + index * VALUE, arguments[index], self.arena)
        self.instantiate()
        function = self._function(name)
        assert self._store is not None
        result = _Value() if export.lift_result is not None else None
        failure = c.wasmtime_component_func_call(
            byref(function), self._store._context(), byref(_Value.from_address(address)), len(lowers),
            None if result is None else byref(result), 0 if result is None else 1,
        )  # fmt: skip
        if failure:
            raise WasmtimeError._from_ptr(failure)
        try:
            value = None
            if result is not None and export.lift_result is not None:
                value = export.lift_result(bytes(result), 0)
        finally:
            if result is not None:
                c.wasmtime_component_val_delete(byref(result))
        self._after(function)
        return value

    def _after(self, function: Any) -> None:
        if _post_return is not None and self._store is not None:
            failure = _post_return(byref(function), self._store._context())
            if failure:
                raise WasmtimeError._from_ptr(failure)

    def _function(self, path: str) -> Any:
        function = self._functions.get(path)
        if function is None:
            where, _, name = path.rpartition("#")
            interface = self._component.get_export_index(where) if where else None
            index = self._component.get_export_index(name, interface) if interface or not where else None
            found = index and self._instance.get_func(self._store, index)
            if not found:
                raise BadCall(f"the component exports no function {path}")
            function = self._functions[path] = found._func
        return function


class Calls:
    """Carries out ``call`` requests, in an engine of their own: with what components may be asked for there alone."""

    def __init__(self) -> None:
        self._embedding = Embedding(_engine())
        self._kept: OrderedDict[str, Component] = OrderedDict()

    def answer(self, request: Mapping[str, Any], tell: Callable[[int, Outcome], None]) -> dict[str, Any]:
        """Carry out a request: ``tell`` is given each outcome with the number of its sequence, and what is returned
        ends the reply. Raises BadCall."""
        try:
            session = self._session(request)
        except (Refused, Unlowerable, WasmtimeError) as error:
            return {"refused": said(error)}
        try:
            exports = {name: Export(fields) for name, fields in request["exports"].items()}
            for number, sequence in enumerate(request["sequences"]):
                self._run(session, exports, number, sequence, tell)
        except Refused as error:
            return {"refused": said(error)}
        except (KeyError, TypeError, AttributeError, Unlowerable) as error:
            raise BadCall(f"{type(error).__name__}: {error}") from None
        finally:
            session.close()
        return {}

    def _run(self, session: Session, exports: Mapping[str, Export], number: int, sequence: Any, tell: Any) -> None:
        """One sequence; what follows a call that did not return is left out."""
        for call in sequence:
            session.answers = {name: deque(values) for name, values in call.get("answers", {}).items()}
            name = call["call"]
            if name not in exports:
                raise BadCall(f"no types are given for {name}")
            outcome = session.call(name, exports[name], call.get("arguments", []))
            tell(number, outcome)
            if "returned" not in outcome:
                return

    def _session(self, request: Mapping[str, Any]) -> Session:
        key = str(request.get("sha256", ""))
        component = self._kept.get(key)
        if component is None:
            component = self._embedding.compile(_binary(request, key))
            self._kept[key] = component
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        imports = request.get("imports", {})
        return Session(self._embedding, component, imports, not request.get("unguarded", False))


def _engine() -> Engine:
    """An engine that takes maps, where the package can be told to."""
    config = Config()
    allow_maps = getattr(c, "wasmtime_config_wasm_component_model_map_set", None)
    if allow_maps is not None:
        allow_maps(config.ptr(), True)
    return Engine(config)


def _binary(request: Mapping[str, Any], key: str) -> bytes:
    """The component that a request brings, in the binary format."""
    try:
        if "bytes" in request:
            data = base64.b64decode(request["bytes"], validate=True)
        else:
            with open(request["component"], "rb") as stream:
                data = stream.read()
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise BadCall(f"the component cannot be read: {error}") from None
    if hashlib.sha256(data).hexdigest() != key:
        raise BadCall(f"the component does not have the hash {key}")
    return data if data[:4] == b"\0asm" else bytes(wat2wasm(data))
