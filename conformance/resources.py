"""Where the corpus, the runners and the fixtures lie: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PACKAGED = _PACKAGE / "_data"
ROOT = _PACKAGED if _PACKAGED.is_dir() else _PACKAGE.parent

RUNNERS = ROOT / "runners"
GUEST_PROGRAMS = ROOT / "guest_programs"
WIT_FIXTURES = ROOT / "wit_fixtures"


def cache_dir() -> Path:
    """The user's cache for environments and compiled components; ``XDG_CACHE_HOME`` moves it."""
    chosen = os.environ.get("WASI_CONFORMANCE_CACHE")
    if chosen:
        return Path(chosen)
    import platformdirs  # not needed by the verbs that have to be quick

    return Path(platformdirs.user_cache_dir("wasi-conformance", appauthor=False))
