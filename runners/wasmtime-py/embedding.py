"""Wasmtime as a Python embedder meets it: what the driver, the process lane and the probes share.

Needs the package ``wasmtime`` (40 or later) and the standard library. Functions of the C API that the package does not
wrap, or that only some versions have, are looked up by name; what is missing is left out here and seen by the probes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from ctypes import byref, c_uint8
from dataclasses import dataclass
from typing import Any

import wasmtime
from wasmtime import Engine, ExitTrap, Store, WasiConfig, WasmtimeError, _bindings
from wasmtime.component import Component, Func, Instance, Linker, ResultType

RUN_INTERFACE = "wasi:cli/run@0.2.0"
"""Wasmtime's own rules of look-up take any 0.2.x for it."""

_GRACE_S = 0.002
"""Seconds that a store lives on after the call. What a guest wrote and did not flush is delivered by a thread of
Wasmtime's; closing the store at once would lose it most of the time, and nothing tells when the thread is done."""


class Refused(Exception):
    """A component that Wasmtime cannot load, compile or link; the text is Wasmtime's."""


class BadLaunch(Exception):
    """A launch that cannot be set up, whatever the component: the fault is not the runtime's."""


@dataclass(frozen=True)
class Preopen:
    """A host directory that the guest sees under the name ``guest``."""

    host: str
    guest: str
    readonly: bool = False


@dataclass(frozen=True)
class Ending:
    """How a run ended: ``exited`` with a code, or ``trapped``, ``refused``, ``crashed`` with a message."""

    ending: str
    code: int | None = None
    message: str = ""

    def fields(self) -> dict[str, Any]:
        """As the driver protocol writes it."""
        if self.code is not None:
            return {"ending": self.ending, "code": self.code}
        return {"ending": self.ending, "message": self.message}


def c_function(name: str) -> Callable[..., Any] | None:
    """A function of Wasmtime's C API, or None where this version has none of that name."""
    function: Callable[..., Any] | None = getattr(_bindings, name, None)
    return function


def said(error: BaseException) -> str:
    """What an error says: a trap's cause before the guest's backtrace, and never a backtrace of Wasmtime's own."""
    text = str(error).partition("\n\nStack backtrace:")[0].strip()
    where, separator, cause = text.partition("\n\nCaused by:\n")
    if separator and where.startswith("error while executing"):
        text = f"{cause.strip()}\n{where}"
    return text or type(error).__name__


def configure(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    preopens: Sequence[Preopen],
    grants: Collection[str],
) -> WasiConfig:
    """What one guest may see, except its standard streams. ``arguments`` begin with the program's name.

    Raises :class:`BadLaunch` for text that C cannot hold and for directories that cannot be opened.
    """
    for text in (*arguments, *environment, *environment.values()):
        if "\0" in text:
            raise BadLaunch(f"an argument or environment variable holds a NUL: {text!r}")
    config = WasiConfig()
    try:
        config.argv = list(arguments)
        config.env = list(environment.items())
        for preopen in preopens:
            _preopen(config, preopen)
    except (WasmtimeError, UnicodeEncodeError) as error:
        raise BadLaunch(said(error)) from None
    inherit_network = c_function("wasi_config_inherit_network")
    if "network" in grants and inherit_network is not None:
        inherit_network(config.ptr())
    allow_name_lookup = c_function("wasi_config_allow_ip_name_lookup")
    if "name-lookup" in grants and allow_name_lookup is not None:
        allow_name_lookup(config.ptr(), True)
    return config


def _preopen(config: WasiConfig, preopen: Preopen) -> None:
    try:
        config.preopen_dir(preopen.host, preopen.guest, *(_readonly() if preopen.readonly else ()))
    except WasmtimeError as error:
        raise BadLaunch(f"{said(error)}: {preopen.host} as {preopen.guest}") from None


def _readonly() -> tuple[Any, ...]:
    """What ``preopen_dir`` is told: two sets of permissions before version 48, whether it is mutable since."""
    kinds: list[Any] = [getattr(wasmtime, name, None) for name in ("DirPerms", "FilePerms")]
    return tuple(kind.READ_ONLY for kind in kinds) if all(kinds) else (False,)


def set_stdin(config: WasiConfig, data: bytes) -> None:
    """Give the guest ``data`` as its whole standard input. The package has no wrapper for this function."""
    vector = _bindings.wasm_byte_vec_t()
    _bindings.wasm_byte_vec_new(byref(vector), len(data), (c_uint8 * len(data)).from_buffer_copy(data))
    _bindings.wasi_config_set_stdin_bytes(config.ptr(), byref(vector))


class Embedding:
    """One engine and its linkers, which may be used for any number of runs; a run gets a store of its own."""

    def __init__(self, engine: Engine | None = None) -> None:
        self.engine = engine or Engine()
        self._linkers: dict[bool, Linker] = {}

    def compile(self, data: bytes) -> Component:
        """Compile a component. Raises :class:`Refused`."""
        try:
            # A bytearray reaches Wasmtime as it is; bytes that are not binary would be tried as text first.
            return Component(self.engine, bytearray(data))
        except WasmtimeError as error:
            raise Refused(said(error)) from None

    def run(self, component: Component, config: WasiConfig, grants: Collection[str]) -> Ending:
        """Instantiate ``component`` and call its ``wasi:cli/run``. Consumes ``config``.

        Whatever Wasmtime returns instead of a result is the guest's trap, except an exit: host functions that a guest
        misuses fail with errors of many kinds, and for the guest each of them is a trap.
        """
        with Store(self.engine) as store:
            ending = self._call(store, component, config, grants)
            time.sleep(_GRACE_S)
            return ending

    def _call(self, store: Store, component: Component, config: WasiConfig, grants: Collection[str]) -> Ending:
        try:
            instance = self.instantiate(store, component, config, grants)
            run = exported_run(store, component, instance)
            result = run(store)
            run.post_return(store)
        except Refused as refused:
            return Ending("refused", message=str(refused))
        except ExitTrap as exit_:
            return Ending("exited", exit_.code)
        except WasmtimeError as error:
            return Ending("trapped", message=said(error))
        return Ending("exited", 0 if result.tag == "ok" else 1)

    def instantiate(self, store: Store, component: Component, config: WasiConfig, grants: Collection[str]) -> Instance:
        """Link and instantiate. Raises :class:`Refused`, or WasmtimeError when code of the guest ran and failed."""
        linker = self._linker("http" in grants)
        store.set_wasi(config)
        set_http = c_function("wasmtime_context_set_wasi_http")
        if "http" in grants and set_http is not None:
            set_http(store._context())
        try:
            return linker.instantiate(store, component)
        except ExitTrap:
            raise
        except WasmtimeError as error:
            # The C API has no way to link without instantiating. Only code that ran leaves these words.
            if "wasm trap:" in said(error) or "wasm backtrace:" in said(error):
                raise
            raise Refused(said(error)) from None

    def _linker(self, http: bool) -> Linker:
        linker = self._linkers.get(http)
        if linker is None:
            linker = Linker(self.engine)
            linker.add_wasip2()
            add_http = c_function("wasmtime_component_linker_add_wasi_http")
            if http and add_http is not None and (failure := add_http(linker.ptr())):
                raise WasmtimeError._from_ptr(failure)
            self._linkers[http] = linker
        return linker


def exported_run(store: Store, component: Component, instance: Instance) -> Func:
    """The function ``run`` of a command. Raises :class:`Refused` when there is none of the right type."""
    interface = component.get_export_index(RUN_INTERFACE)
    index = interface and component.get_export_index("run", interface)
    run = index and instance.get_func(store, index)
    if not run:
        raise Refused(f"the component exports no {RUN_INTERFACE}")
    signature = run.type(store)
    result = signature.result
    if signature.params or not isinstance(result, ResultType) or result.ok is not None or result.err is not None:
        raise Refused(f"the component exports {RUN_INTERFACE} with another type")
    return run
