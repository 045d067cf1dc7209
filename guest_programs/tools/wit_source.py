"""Where the WIT text of WASI comes from: a package on npm, whose bytes the repository vouches for by their hash.

The text is not ours and so is not in the repository; it is fetched when guests are built and kept in the user's cache.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from guest_programs.tools.errors import ToolError, WrongIntegrity
from guest_programs.tools.programs import cache_folder, npm_command, run

_VERSION = re.compile(r"^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$")


@dataclass(frozen=True)
class Source:
    """Which package holds the WIT text, in which folder of its archive, and the integrity that npm would also state."""

    package: str
    version: str
    integrity: str
    folder: str
    wasi: str

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read wit_fixtures/source.json."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["package"], data["version"], data["integrity"], data["folder"], data["wasi"])

    @property
    def key(self) -> str:
        """A name for the cache that changes whenever the archive does."""
        return f"{self.wasi}-{hashlib.sha256((self.integrity + self.folder).encode()).hexdigest()[:12]}"


def _integrity(archive: Path) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode("ascii")


def _extract(archive: Path, source: Source, into: Path) -> None:
    """Write the `.wit` files below the source's folder; names are checked, links are never followed."""
    root = PurePosixPath(source.folder)
    count = 0
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            name = PurePosixPath(member.name)
            if not member.isfile() or name.suffix != ".wit" or ".." in name.parts or root not in name.parents:
                continue
            stream = tar.extractfile(member)
            if stream is None:
                continue
            target = into / name.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(stream.read())
            count += 1
    if not count:
        raise ToolError(f"{source.package} {source.version} has no WIT files in {source.folder}")


def fetch(source: Source) -> Path:
    """The folder with the WIT packages of WASI, one folder each; fetched through npm the first time."""
    wanted = cache_folder() / "wit" / source.key
    if wanted.is_dir():
        return wanted
    wanted.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=wanted.parent) as scratch:
        spec = f"{source.package}@{source.version}"
        run(
            f"fetching {spec} from npm failed",
            [*npm_command(), "pack", "--silent", "--ignore-scripts", spec],
            cwd=Path(scratch),
        )
        archives = list(Path(scratch).glob("*.tgz"))
        if len(archives) != 1:
            raise ToolError(f"npm pack {spec} left {len(archives)} archives")
        got = _integrity(archives[0])
        if got != source.integrity:
            raise WrongIntegrity(spec, source.integrity, got)
        unpacked = Path(scratch) / "unpacked"
        _extract(archives[0], source, unpacked)
        _move_into_place(unpacked, wanted)
    return wanted


def _move_into_place(made: Path, wanted: Path) -> None:
    """Publish a finished folder in one step; losing a race against another process is as good as winning it."""
    try:
        os.rename(made, wanted)
    except OSError:
        if not wanted.is_dir():
            raise


def at_version(text: str, source: Source, version: str) -> str:
    """WIT text with every reference to WASI at the source's version moved to another version."""
    return text.replace(f"@{source.wasi}", f"@{version}")


def wit_folder(source: Source, worlds: Path, version: str) -> Path:
    """A folder that `wasm-tools` takes as WIT: our worlds, with WASI below `deps`, all at one WASI version.

    Only the version numbers change: the stable declarations of WASI 0.2.0 to 0.2.12 differ by one function, and which
    functions a component imports is decided by its source.
    """
    if not _VERSION.match(version):
        raise ToolError(f"{version!r} is not a WASI version")
    fetched = fetch(source)
    ours = {
        path.name: at_version(path.read_text(encoding="utf-8"), source, version)
        for path in sorted(worlds.glob("*.wit"))
    }
    digest = hashlib.sha256(json.dumps([source.key, version, ours], sort_keys=True).encode()).hexdigest()[:12]
    wanted = cache_folder() / "wit" / f"world-{version}-{digest}"
    if wanted.is_dir():
        return wanted
    scratch = Path(tempfile.mkdtemp(dir=wanted.parent))
    try:
        for name, text in ours.items():
            (scratch / name).write_text(text, encoding="utf-8")
        for path in sorted(fetched.rglob("*.wit")):
            target = scratch / "deps" / path.relative_to(fetched)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(at_version(path.read_text(encoding="utf-8"), source, version), encoding="utf-8")
        _move_into_place(scratch, wanted)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return wanted
