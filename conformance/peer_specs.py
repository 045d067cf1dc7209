"""Peers as front matter and data files state them: their kinds, scripts, and what they must have been sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from conformance.content import Bytes, Strict

PeerKind = Literal[
    "http",
    "http-mirror",
    "tcp-echo",
    "tcp-callback",
    "tcp-digits",
    "tcp-reset",
    "udp-echo",
    "refusing",
    "unresponsive",
]
Deed = Literal["await-head", "await-request", "await-bytes", "await-end", "mirror", "end", "close", "reset"]
"""``await-…``: until the request's head, the whole request, any bytes, or the end of all that comes is there.
``mirror``: a response whose body is the request as it was sent. ``end``: nothing more is sent. ``close``: neither is
anything read. ``reset``: the connection is broken off."""
Certificate = Literal["trusted", "expired", "other-name", "untrusted"]
"""For 127.0.0.1 and localhost, no longer valid, or for another name; made for the run and signed by an authority that
those runtimes trust which meet the need `tls-trust`. Or by one that nobody trusts."""
Framing = Literal["none", "content-length", "chunked"]
"""How the end of a request's body is told; ``none`` is a request without a body."""


class Step(Strict, frozen=True, kw_only=True):
    """One thing that a scripted peer does: it sends bytes, or it waits for so many milliseconds."""

    send: str | Bytes | None = None
    every: int | None = None
    """Each byte is sent alone, this many milliseconds after the one before."""
    pause: int | None = None

    def __post_init__(self) -> None:
        if (self.send is None) == (self.pause is None):
            raise ValueError("Expected exactly one of `send`, `pause`")
        if self.every is not None and self.send is None:
            raise ValueError("Expected `every` beside `send` only")


Steps = tuple[Deed | Step, ...]


class Behaviours(Strict, frozen=True, kw_only=True):
    """What a scripted peer does for a request to each path: ``behaviours/NAME.yaml``."""

    about: str
    paths: dict[str, Steps]

    def __post_init__(self) -> None:
        _check_paths(self.paths)


class Script(Strict, frozen=True, kw_only=True):
    """A server that does what steps say, chosen by the path of each request, whatever HTTP would have it do.

    A request's head has been read before its steps begin. After the last step the next request is read, unless the
    connection was closed. A path that nobody foresaw is answered with 501 and a body that says so.
    """

    behaviours: str | None = None
    """The name of a file of behaviours; the corpus adds its paths to ``paths``."""
    paths: dict[str, Steps] = msgspec.field(default_factory=dict)
    """Path (without query) → steps; ``*`` stands for all others."""
    accept: Steps = ()
    """What is done with a new connection before anything is read."""
    tls: Certificate | None = None
    """With TLS, and such a certificate."""

    def __post_init__(self) -> None:
        if not (self.behaviours or self.paths or self.accept):
            raise ValueError("Expected at least one of `behaviours`, `paths`, `accept`")
        _check_paths(self.paths)


def _check_paths(paths: Mapping[str, Steps]) -> None:
    if any(path != "*" and not path.startswith("/") for path in paths):
        raise ValueError("Expected paths that begin with `/`, or `*`")


class ExpectedRequest(Strict, frozen=True, kw_only=True):
    """What one request must have been on the wire; ``check`` names the check that this makes.

    ``{PEER.port}`` is filled in everywhere. What is not named is not looked at.
    """

    check: str
    line: str | None = None
    """The request line, byte for byte."""
    headers: dict[str, str | tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Name → value; or all the values in their order, on lines of their own or joined by commas."""
    apart: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Name → values, each on a line of its own."""
    absent: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    """Nothing but these names is there (all of which may be missing)."""
    order: tuple[str, ...] = ()
    """Names in the order in which they first appear, among whatever else."""
    framing: Framing | tuple[Framing, ...] | None = None
    body: str | Bytes | None = None
    """The content, without its framing."""
    trailers: dict[str, str] | None = None
    complete: bool | None = True
    """Whether the request has an end as HTTP wants it; ``false`` demands that it has none, null leaves it open."""
    optional: bool = False
    """Whether it is as well if the request never came: for what a guest may break off before it is sent."""


class ExpectedPeer(Strict, frozen=True, kw_only=True):
    """All the requests that a peer must have been sent, in their order; how many there were is a check of its own."""

    requests: tuple[ExpectedRequest, ...]

    def __post_init__(self) -> None:
        if any(
            late and not request.optional for late, request in zip(self._later_optional(), self.requests, strict=True)
        ):
            raise ValueError("Expected requests that are `optional` behind all others")

    def _later_optional(self) -> list[bool]:
        """For each request, whether one before it is optional."""
        return [any(request.optional for request in self.requests[:index]) for index in range(len(self.requests))]
