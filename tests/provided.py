"""The environments of the suite's own runtimes, for tests of their drivers: made when they are not there yet."""

from __future__ import annotations

from functools import cache

from conformance.errors import Unprovided
from conformance.resources import RUNNERS
from conformance.runtimes.environments import Environment, provide
from conformance.runtimes.spec import load_runner


@cache
def environment_of(name: str) -> Environment | Unprovided:
    """The environment of a runtime in its default version, or why it cannot be had on this machine."""
    loaded = load_runner(RUNNERS / name)
    try:
        return provide(loaded, loaded.runner.version.default)
    except Unprovided as absent:
        return absent
