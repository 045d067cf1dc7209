"""Requests to a served guest as front matter states them, and what the client must see of each answer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from conformance.content import Bytes, Strict

Framing = Literal["none", "content-length", "chunked", "close"]
"""How the client knows the end of a body: the response can have none, its length, its chunks, the connection's end."""
Deed = Literal["last-chunk", "await-head", "await-close", "end", "close", "reset", "together"]
"""``await-…``: until the response's head, or the end of all that comes, is there. ``end``: nothing more is sent.
``close``, ``reset``: the client leaves, by the ordinary way or by breaking off. ``together``: until all copies of the
request (``times``) have come to this step."""


class Step(Strict, frozen=True, kw_only=True, rename="kebab"):
    """One thing that the client does after it has sent the head of a request."""

    send: str | Bytes | None = None
    """Bytes as they are."""
    chunk: str | Bytes | None = None
    """Bytes as one chunk of the chunked coding."""
    await_: str | None = msgspec.field(default=None, name="await")
    """Until the response's body ends with this text."""
    await_status: int | None = None
    """Until a response with this status, 100 for instance, has come."""
    await_bytes: int | None = None
    """Until so many bytes of the response's body have come."""
    await_peer: str | None = None
    """Until this peer has been sent a request, by the guest for instance."""
    pause: int | None = None
    """Milliseconds."""
    push: str | Bytes | None = None
    """As many of these bytes as are taken until the response's head has come."""
    hold: bool | None = None
    """Nothing more is read from now on (true), or again (false)."""

    def __post_init__(self) -> None:
        if sum(getattr(self, name) is not None for name in self.__struct_fields__) != 1:
            raise ValueError("Expected exactly one thing to do in a step")


class ExpectedResponse(Strict, frozen=True, kw_only=True, rename="kebab"):
    """What the client must see; ``check`` names the check that this makes. What is not named is not looked at.

    A response must be complete, unless ``what`` asks for one word of the answer instead: then that must be one of
    ``allowed``, and it is a choice where there are several.
    """

    check: str
    status: int | str | tuple[int, ...] | None = None
    """A number, any of several, or ``error``, which is any of 400 to 599."""
    headers: dict[str, str | None] = msgspec.field(default_factory=dict)
    """Name → value, several joined by ``, ``; null for a name that must not be there."""
    apart: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Name → values, each on a line of its own."""
    body: str | Bytes | None = None
    lines: tuple[str, ...] = ()
    """Lines that the body must have."""
    framing: Framing | tuple[Framing, ...] | None = None
    trailers: dict[str, str] | None = None
    informational: tuple[int, ...] | None = None
    """The statuses of the informational responses before the final one."""
    pushed_at_most: int | None = None
    """Bytes that a step ``push`` may have got rid of."""
    what: str | None = None
    """``outcome``, ``status``, ``framing``, ``body``, ``version``, ``informational``, ``closed``,
    ``header NAME``, ``trailer NAME``, ``line NAME`` (what follows ``NAME: `` in the body), ``has NAME`` (of a field:
    ``yes`` or ``no``), ``names BEGINNING`` (of the fields whose names begin so, in their order)."""
    allowed: tuple[str, ...] = ()
    preferred: str | None = None

    def __post_init__(self) -> None:
        if (self.what is None) == bool(self.allowed):
            raise ValueError("Expected `allowed` beside `what`, and only there")
        if self.preferred is not None and self.preferred not in self.allowed:
            raise ValueError(f"Expected `preferred` among `allowed`, got {self.preferred!r}")
        if isinstance(self.status, str) and not (self.status == "error" or self.status[:1] in "0123456789{"):
            raise ValueError(f"Expected a number or `error` in `status`, got {self.status!r}")


class RequestSpec(Strict, frozen=True, kw_only=True, rename="kebab"):
    """A request that a client sends to the served guest.

    ``{host}`` is where the guest is served, ``{n}`` the number of a copy, ``{PEER.port}`` the port of a peer.
    """

    method: str = "GET"
    path: str = "/"
    headers: dict[str, str | tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Name → value, or values on lines of their own. ``host``, and what frames the body, are added when missing."""
    body: str | Bytes | None = None
    chunks: int | None = None
    """The body is sent in chunks of so many bytes."""
    trailers: dict[str, str] = msgspec.field(default_factory=dict)
    """Fields after the last chunk."""
    head: tuple[str, ...] = ()
    """The lines of the head as they are, in the place of method, path and headers; nothing is added. A character is a
    byte, as in Latin-1."""
    steps: tuple[Deed | Step, ...] = ()
    """What is done after the head was sent, in the place of a body."""
    times: int = 1
    """So many copies at once, each on a connection of its own."""
    connection: str | None = None
    """Requests of one name are sent over one connection."""
    pipelined: bool = False
    """Sent together with the one before it on its connection."""
    at_once: bool = False
    """Sent while the one before it is still on its way."""
    patience: int | None = None
    """Milliseconds after which the client leaves."""
    each: dict[str, tuple[str, ...] | dict[str, str]] = msgspec.field(default_factory=dict)
    """Name → texts: the request is sent once for each combination, with ``{NAME}`` filled in everywhere. Texts that go
    by a label are a mapping; ``{NAME.label}`` is the label."""
    expect: ExpectedResponse | tuple[ExpectedResponse, ...] | None = None

    def __post_init__(self) -> None:
        if self.steps and (self.body is not None or self.chunks or self.trailers):
            raise ValueError("Expected either `steps` or a body")
        if self.trailers and not self.chunks:
            raise ValueError("Expected `chunks` beside `trailers`")
        if self.head and (self.headers or self.path != "/" or self.chunks):
            raise ValueError("Expected either `head` or what it is made of")
        if self.pipelined and self.connection is None:
            raise ValueError("Expected the `connection` of a pipelined request")
        if (self.connection is not None or self.each) and self.times != 1:
            raise ValueError("Expected `times` without `connection` and `each`")

    @property
    def expected(self) -> tuple[ExpectedResponse, ...]:
        """All that is expected."""
        if self.expect is None:
            return ()
        return (self.expect,) if isinstance(self.expect, ExpectedResponse) else self.expect


def expanded(spec: RequestSpec) -> Iterator[RequestSpec]:
    """The requests that ``each`` makes of one."""
    if not spec.each:
        yield spec
        return
    plain = {name: value for name, value in msgspec.to_builtins(spec).items() if name != "each"}
    for texts in itertools.product(*(_labelled(name, texts) for name, texts in spec.each.items())):
        yield msgspec.convert(_filled(plain, {key: text for pair in texts for key, text in pair}), RequestSpec)


def _labelled(name: str, texts: tuple[str, ...] | dict[str, str]) -> Iterator[tuple[tuple[str, str], ...]]:
    """What stands in the place of what, for each text in turn."""
    pairs = texts.items() if isinstance(texts, dict) else ((text, text) for text in texts)
    for label, text in pairs:
        yield (f"{{{name}.label}}", label), (f"{{{name}}}", text)


def _filled(value: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for key, text in texts.items():
            value = value.replace(key, text)
        return value
    if isinstance(value, dict):
        return {_filled(key, texts): _filled(one, texts) for key, one in value.items()}
    return [_filled(one, texts) for one in value] if isinstance(value, list | tuple) else value
