"""What a start costs inside of Wasmtime: a driver that measures, for ``wasi-conformance bench-runtimes``.

JSON lines as in ``runners/README.md``, with the verbs ``hello``, ``measure``, ``hold`` and ``release``. A time is that
of all turns of a loop together, by ``time.perf_counter``, with the garbage collector off. Python's own part of a call
into the C API is in it: that is what an embedder in Python pays.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from driver import PROTOCOL, _private_streams
from embedding import Embedding, Refused, c_function, configure, exported_run, said, set_stdin
from wasmtime import Config, Engine, Store, WasmtimeError
from wasmtime.component import Component, Func

_NO_POOL = "this version of the C API has no pooling allocator"
Phase = Callable[["Bench", bytes, int], float]


class Bench:
    """The engines that are measured, and the instances that are kept alive."""

    def __init__(self) -> None:
        self.embedding = Embedding()
        self._pooled: Embedding | None = None
        self._components: dict[tuple[bool, str], Component] = {}
        self.held: list[tuple[Store, Func]] = []

    def pooled(self) -> Embedding:
        """An engine whose instances come out of a pool. Raises :class:`Refused` when there is none."""
        if self._pooled is None:
            make, use = (
                c_function(name)
                for name in ("wasmtime_pooling_allocation_config_new", "wasmtime_pooling_allocation_strategy_set")
            )
            if make is None or use is None:
                raise Refused(_NO_POOL)
            config = Config()
            use(config.ptr(), make())
            self._pooled = Embedding()
            self._pooled.engine = Engine(config)
        return self._pooled

    def compiled(self, embedding: Embedding, data: bytes) -> Component:
        """The component, compiled at most once for each of the two engines."""
        key = (embedding is self.embedding, hashlib.sha256(data).hexdigest())
        if key not in self._components:
            self._components[key] = embedding.compile(data)
        return self._components[key]

    def instance(self, embedding: Embedding, component: Component) -> tuple[Store, Func]:
        """A store of its own with WASI, an instance in it, and its `run`."""
        config = configure(["guest"], {}, (), ())
        set_stdin(config, b"")
        config.stdout_custom = config.stderr_custom = _dropped
        store = Store(embedding.engine)
        return store, exported_run(store, component, embedding.instantiate(store, component, config, ()))


def _dropped(chunk: bytes) -> None:
    """Where guests write to."""


def _timed(action: Callable[[], object], loops: int) -> float:
    turns = range(loops)
    started = time.perf_counter()
    for _ in turns:
        action()
    return time.perf_counter() - started


def _nothing(bench: Bench, data: bytes, loops: int) -> float:
    return _timed(lambda: None, loops)


def _compile(bench: Bench, data: bytes, loops: int) -> float:
    return _timed(lambda: bench.embedding.compile(data), loops)


def _load(bench: Bench, data: bytes, loops: int) -> float:
    stored = bytes(bench.compiled(bench.embedding, data).serialize())
    return _timed(lambda: Component.deserialize(bench.embedding.engine, stored), loops)


def _instantiate_first(bench: Bench, data: bytes, loops: int) -> float:
    """In an engine that has made no instance yet; the compiling is not in it, the linker is."""
    seconds = 0.0
    for _ in range(loops):
        embedding = Embedding()
        component = embedding.compile(data)
        seconds += _timed(lambda: bench.instance(embedding, component), 1)  # noqa: B023 (called at once)
    return seconds


def _instantiate(bench: Bench, data: bytes, loops: int) -> float:
    return _instances(bench, bench.embedding, data, loops)


def _instantiate_pooled(bench: Bench, data: bytes, loops: int) -> float:
    return _instances(bench, bench.pooled(), data, loops)


def _instances(bench: Bench, embedding: Embedding, data: bytes, loops: int) -> float:
    """Instances that all live until the clock has stopped; giving them up is not in the time."""
    component = bench.compiled(embedding, data)
    bench.instance(embedding, component)[0].close()
    made: list[tuple[Store, Func]] = []
    seconds = _timed(lambda: made.append(bench.instance(embedding, component)), loops)
    for store, _ in made:
        store.close()
    return seconds


def _first_call(bench: Bench, data: bytes, loops: int) -> float:
    component, seconds = bench.compiled(bench.embedding, data), 0.0
    for _ in range(loops):
        store, run = bench.instance(bench.embedding, component)
        seconds += _timed(lambda: _call(store, run), 1)  # noqa: B023 (called at once)
        store.close()
    return seconds


def _warm_call(bench: Bench, data: bytes, loops: int) -> float:
    store, run = bench.instance(bench.embedding, bench.compiled(bench.embedding, data))
    _call(store, run)
    seconds = _timed(lambda: _call(store, run), loops)
    store.close()
    return seconds


def _call(store: Store, run: Func) -> None:
    result = run(store)
    run.post_return(store)
    if result.tag != "ok":
        raise Refused("the guest returned an error")


_PHASES: Mapping[str, Phase] = {
    "nothing": _nothing,
    "compile": _compile,
    "load": _load,
    "instantiate-first": _instantiate_first,
    "instantiate": _instantiate,
    "instantiate-pooled": _instantiate_pooled,
    "first-call": _first_call,
    "warm-call": _warm_call,
}


class Measurer:
    """Answers requests, one at a time."""

    def __init__(self) -> None:
        self._bench = Bench()

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The reply to a request; what the runtime refuses is told, and not thrown."""
        try:
            reply = dict(self._reply(request))
        except Refused as refused:
            reply = {"refused": str(refused)}
        except WasmtimeError as error:
            reply = {"refused": said(error)}
        except (OSError, KeyError, TypeError, ValueError) as error:
            reply = {"error": {"code": "bad-request", "message": f"{type(error).__name__}: {error}"}}
        return {"seq": request.get("seq"), **reply}

    def _reply(self, request: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        verb = request.get("verb")
        if verb == "hello":
            yield "protocol", PROTOCOL
            yield "driver", "wasmtime-py startup"
            yield "parts", {"wasmtime": version("wasmtime"), "python": platform.python_version()}
            yield "measures", list(_PHASES)
        elif verb == "measure":
            loops = int(request["loops"])
            seconds = self._measure(_PHASES[request["phase"]], Path(request["component"]).read_bytes(), loops)
            yield "measured", {"seconds": seconds, "loops": loops}
        elif verb == "hold":
            yield "measured", self._hold(Path(request["component"]).read_bytes(), int(request["instances"]))
        elif verb == "release":
            self._release()
            yield "measured", {"seconds": 0.0, "loops": 0}
        else:
            yield "error", {"code": "unknown-verb", "message": f"no such verb: {verb!r}"}

    def _measure(self, phase: Phase, data: bytes, loops: int) -> float:
        gc.collect()
        gc.disable()
        try:
            return phase(self._bench, data, loops)
        finally:
            gc.enable()

    def _hold(self, data: bytes, instances: int) -> dict[str, Any]:
        self._release()
        bench = self._bench
        component = bench.compiled(bench.embedding, data)
        held = bench.held
        seconds = _timed(lambda: held.append(bench.instance(bench.embedding, component)), instances)
        for store, run in held:
            _call(store, run)  # an instance that never ran has not touched its memory
        return {"seconds": seconds, "loops": instances}

    def _release(self) -> None:
        for store, _ in self._bench.held:
            store.close()
        self._bench.held.clear()
        gc.collect()


def main() -> None:
    """Answer until the end of input."""
    requests, replies = _private_streams()
    measurer = Measurer()
    for line in requests:
        try:
            request = json.loads(line)
        except (ValueError, RecursionError):
            request = {}
        reply = measurer.answer(request if isinstance(request, dict) else {})
        replies.write(json.dumps(reply).encode("ascii") + b"\n")
        replies.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
