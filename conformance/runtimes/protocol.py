"""The driver protocol's messages, version 1, as ``runners/README.md`` describes them."""

from __future__ import annotations

from typing import Any

import msgspec

from conformance.observation import Captured, Crashed, Exited, Launch, Observation, Refused, Trapped

PROTOCOL = 1


class Serving(msgspec.Struct, frozen=True):
    """Where a driver serves a proxy component."""

    host: str
    port: int


class WireObservation(msgspec.Struct, frozen=True, kw_only=True):
    """What a driver saw. Only endings that a living driver can report; the rest is seen from outside."""

    ending: str
    code: int | None = None
    message: str = ""
    stdout: bytes = b""
    stderr: bytes = b""
    stdout_total: int | None = None
    stderr_total: int | None = None
    duration_s: float = 0.0

    def observation(self, command: tuple[str, ...]) -> Observation:
        """As the engine knows it. Raises ValueError for an ending that the protocol does not have."""
        return Observation(
            ending=self._ending(),
            stdout=Captured(self.stdout, max(len(self.stdout), self.stdout_total or 0)),
            stderr=Captured(self.stderr, max(len(self.stderr), self.stderr_total or 0)),
            duration_s=self.duration_s,
            command=command,
        )

    def _ending(self) -> Exited | Trapped | Refused | Crashed:
        if self.ending == "exited" and self.code is not None:
            return Exited(self.code)
        if self.ending == "trapped":
            return Trapped(self.message)
        if self.ending == "refused":
            return Refused(self.message)
        if self.ending == "crashed":
            return Crashed(self.message)
        raise ValueError(f"an ending that the protocol does not have: {self.ending!r} with code {self.code}")


class CallsOffer(msgspec.Struct, frozen=True):
    """What a driver's hello says of the verb ``call``."""

    cannot: str | None = None
    """Why this version cannot do it."""
    recycle_after: int | None = None
    """Components after which the driver wants to be replaced."""
    encodings: tuple[str, ...] | None = None
    """The string encodings of components that it can call; None: all."""


class WireOutcome(msgspec.Struct, frozen=True):
    """How one call of a batch ended: one of the first five is there."""

    returned: Any = msgspec.UNSET
    trapped: str | None = None
    rejected: str | None = None
    garbled: str | None = None
    crashed: str | None = None
    taken: list[tuple[str, list[Any]]] = []


class Measured(msgspec.Struct, frozen=True):
    """What a driver that measures answers: seconds for all turns of a loop."""

    seconds: float
    loops: int


class Failure(msgspec.Struct, frozen=True):
    """A driver's own error."""

    code: str
    message: str = ""


class Reply(msgspec.Struct, frozen=True):
    """Any reply: the fields tell which."""

    seq: int
    protocol: int | None = None
    driver: str | None = None
    parts: dict[str, str] = {}
    cannot: dict[str, str] = {}
    recycle_after: int | None = None
    observation: WireObservation | None = None
    serving: Serving | None = None
    error: Failure | None = None
    calls: CallsOffer | None = None
    outcomes: list[list[WireOutcome]] | None = None
    refused: str | None = None
    measures: list[str] = []
    """In the hello of a driver that measures: the phases that it knows."""
    measured: Measured | None = None


def launch_fields(launch: Launch, cache: str) -> dict[str, Any]:
    """The fields of a ``run`` or ``serve`` request."""
    return {
        "component": str(launch.component),
        "sha256": launch.sha256,
        "arguments": launch.arguments,
        "environment": launch.environment,
        "preopens": launch.preopens,
        "stdin": launch.stdin,
        "grants": launch.grants,
        "output_limit": launch.output_limit,
        "timeout_s": launch.timeout_s,
        "cache": cache,
    }
