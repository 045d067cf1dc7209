"""The site: what caniuse is to browsers, for WASI 0.2. Static pages, a function of corpus, reports and findings."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from conformance.errors import BadOption
from conformance.publish.site.model import World
from conformance.publish.site.pages import Page, pages

ASSETS = Path(__file__).parent / "assets"
MARKER = ".wasi-conformance-site"
"""A file that tells a folder of ours, which may be replaced, from one that is not."""


def site(world: World) -> Iterator[Page]:
    """Everything that the site is: pages, style, script, icon."""
    for file in sorted(ASSETS.iterdir()):
        yield f"assets/{file.name}", file.read_bytes()
    yield from pages(world)


def write_site(contents: Iterable[Page], folder: Path) -> tuple[int, int]:
    """Write a site into a folder that is new, empty, or a site of ours, which is replaced.

    Says how many files and bytes were written.
    Raises :class:`BadOption` for a folder with anything else in it, and touches nothing there.
    """
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / MARKER).is_file():
            raise BadOption("-o", str(folder), "holds something else than a site; name a new folder")
        for entry in folder.iterdir():
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()
    files = size = 0
    for path, data in contents:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        files, size = files + 1, size + len(data)
    return files, size
