"""Who shall make attempts: what a user asks for, apart from the crew that comes of it, which is slow to import."""

from __future__ import annotations

import msgspec


class Hands(msgspec.Struct, frozen=True, kw_only=True):
    """Who shall make attempts, as it was asked for."""

    jobs: int | None = None
    memory: int | None = None
    """Bytes."""
    executor: str | None = None
    """``dask://HOST:PORT``; None is this process."""
    platform: str | None = None
