"""The corpus: all cases of a folder of guest programs, with the components that were built from them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from conformance import remembered
from conformance.case import Case, FrontMatter
from conformance.decoding import decode_json, decode_yaml
from conformance.errors import BadOption, CorpusError, Malformed, UnknownName
from conformance.peer_specs import Behaviours, Script
from conformance.resources import GUEST_PROGRAMS
from conformance.tables import FOLDER as TABLES
from conformance.tables import Tables

BEHAVIOURS = "behaviours"
"""Where files of behaviours lie, below the folder of guest programs."""
_MARKS = {".c": ("/*---", "---*/"), ".yaml": ("---", "\n---\n")}
"""What is before and behind front matter: in C programs, and in data that the build makes programs of."""
_NO_AREAS = (TABLES, BEHAVIOURS, "bench")
"""Folders that hold no cases: data that cases share, and guests whose start-up is measured."""
_BUILD_HINT = "build the components with `nox -s guests`"
_SHARD = re.compile(r"(\d+)/(\d+)")


class ManifestEntry(msgspec.Struct, frozen=True):
    """What the build recorded of one component: the SHA-256 of its source (with its table) and of its bytes."""

    source: str
    component: str


class Manifest(msgspec.Struct, frozen=True):
    """``prebuilt/manifest.json``, as far as a run needs it."""

    cases: dict[str, ManifestEntry]


class Corpus(msgspec.Struct, frozen=True):
    """Cases in order of their ids, and a hash over everything that can change a verdict."""

    cases: tuple[Case, ...]
    sha256: str

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all cases."""
        return tuple(case.id for case in self.cases)

    def select(self, patterns: Sequence[str]) -> tuple[Case, ...]:
        """The cases with these ids, areas or id prefixes (all, without patterns). Raises :class:`UnknownName`."""
        if not patterns:
            return self.cases
        wanted: set[str] = set()
        for pattern in patterns:
            matching = {case.id for case in self.cases if case.id.startswith(pattern)}
            exact = {pattern} & matching
            if not matching:
                areas = {f"{case.area}/" for case in self.cases}
                raise UnknownName("case", pattern, (*areas, *(case.id for case in self.cases)))
            wanted |= exact or matching
        return tuple(case for case in self.cases if case.id in wanted)

    def case(self, case_id: str) -> Case:
        """The one case with this id. Raises :class:`UnknownName`."""
        for case in self.cases:
            if case.id == case_id:
                return case
        raise UnknownName("case", case_id, tuple(case.id for case in self.cases))


def load_corpus(folder: Path = GUEST_PROGRAMS) -> Corpus:
    """Read every case below ``folder``. Raises :class:`Malformed` or :class:`CorpusError`."""
    manifest_file = folder / "prebuilt" / "manifest.json"
    if not manifest_file.exists():
        raise CorpusError(f"{manifest_file} is missing: there are no components to run", _BUILD_HINT)
    sources = {source_id(path, folder): path for path in _sources(folder)}
    texts = {case_id: path.read_bytes() for case_id, path in sorted(sources.items())}
    manifest_bytes = manifest_file.read_bytes()
    data_files = [file for part in (TABLES, BEHAVIOURS) for file in sorted((folder / part).glob("*.yaml"))]
    tables = [file.read_bytes() for file in data_files]
    ids = "\n".join(texts).encode()
    key = remembered.key((str(folder.resolve()).encode(), manifest_bytes, ids, *texts.values(), *tables))
    kept = remembered.recall(key, _Read)
    if kept is None:
        kept = _read(folder, manifest_file, manifest_bytes, sources, texts)
        remembered.remember(key, kept)
    cases = (
        Case(
            id=case.id,
            source=sources[case.id],
            component=folder / "prebuilt" / f"{case.id}.wasm",
            component_sha256=case.component_sha256,
            front=case.front,
            stale=case.stale,
        )
        for case in kept.cases
    )
    return Corpus(tuple(cases), kept.sha256)


def _sources(folder: Path) -> list[Path]:
    """The files that state cases, whatever they are written in."""
    found = [path for suffix in _MARKS for path in folder.glob(f"*/*{suffix}")]
    return sorted(path for path in found if path.parent.name not in _NO_AREAS)


class _ReadCase(msgspec.Struct, frozen=True):
    """A case as it was read, free of places on this machine."""

    id: str
    component_sha256: str
    front: FrontMatter
    stale: str | None


class _Read(msgspec.Struct, frozen=True):
    """A corpus as it was read."""

    cases: tuple[_ReadCase, ...]
    sha256: str


def _read(
    folder: Path, manifest_file: Path, manifest_bytes: bytes, sources: Mapping[str, Path], texts: Mapping[str, bytes]
) -> _Read:
    manifest = decode_json(manifest_bytes, Manifest, manifest_file)
    digest = hashlib.sha256(manifest_bytes)
    tables = Tables(folder)
    cases = []
    for case_id, text in texts.items():
        front = read_front_matter(text, sources[case_id])
        front = _with_behaviours(front, folder)
        for part in (*tables.stated_by(text, front.table), msgspec.json.encode(front.peers)):
            digest.update(part)
        recorded = manifest.cases.get(case_id)
        stale = _staleness(tables.source_sha256(text, front.table), recorded)
        component = recorded.component if recorded is not None else ""
        cases.append(_ReadCase(case_id, component, _with_rows(front, tables), stale))
    return _Read(tuple(cases), digest.hexdigest())


def source_id(source: Path, folder: Path) -> str:
    """``AREA/NAME`` for ``folder/AREA/NAME.c`` or ``folder/AREA/NAME.yaml``."""
    return source.relative_to(folder).with_suffix("").as_posix()


def verify_components(cases: Iterable[Case]) -> None:
    """Raise :class:`CorpusError` when a component is missing, stale, or not the bytes that the manifest records."""
    for case in cases:
        if case.stale is not None:
            raise CorpusError(f"{case.source} {case.stale}", _BUILD_HINT)
        try:
            found = hashlib.sha256(case.component.read_bytes()).hexdigest()
        except OSError as error:
            raise CorpusError(f"the component of {case.id} cannot be read: {error}", _BUILD_HINT) from None
        if found != case.component_sha256:
            raise CorpusError(f"{case.component} is not what its manifest records (sha256 {found[:12]}…)", _BUILD_HINT)


def _staleness(source: str, recorded: ManifestEntry | None) -> str | None:
    if recorded is None:
        return "has no component yet"
    return None if recorded.source == source else "has changed since its component was built"


def _with_rows(front: FrontMatter, tables: Tables) -> FrontMatter:
    """The front matter with the rows of its table among its checks."""
    if front.table is None:
        return front
    rows = tables.rows(front.table)
    try:
        return msgspec.structs.replace(front, checks=(*front.checks, *(row.check for row in rows)))
    except ValueError as error:
        raise Malformed(tables.file(front.table.name), None, None, str(error)) from None


def _with_behaviours(front: FrontMatter, folder: Path) -> FrontMatter:
    """The front matter with what its scripted peers do, also where a file says it."""
    scripts = {name: peer for name, peer in front.peers.items() if isinstance(peer, Script) and peer.behaviours}
    if not scripts:
        return front
    complete = {name: _with_paths(script, folder) for name, script in scripts.items()}
    return msgspec.structs.replace(front, peers={**front.peers, **complete})


def _with_paths(script: Script, folder: Path) -> Script:
    file = folder / BEHAVIOURS / f"{script.behaviours}.yaml"
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(file, None, None, f"cannot be read: {error}") from None
    paths = {**decode_yaml(text, Behaviours, file).paths, **script.paths}
    return msgspec.structs.replace(script, behaviours=None, paths=paths)


def front_matter_span(text: str, file: Path) -> tuple[int, int, int]:
    """Where front matter begins and ends in a source, and where what follows it begins. Raises :class:`Malformed`."""
    opening, closing = _MARKS.get(file.suffix, _MARKS[".c"])
    start, end = text.find(opening), text.find(closing)
    if start < 0 or text[:start].strip():
        raise Malformed(file, 1, None, f"does not begin with front matter between `{opening}` and `{closing.strip()}`")
    if end < 0:
        line = text.count("\n", 0, start) + 1
        raise Malformed(file, line, None, f"the front matter is not closed by `{closing.strip()}`")
    return start + len(opening), end, end + len(closing)


def read_front_matter(source: bytes, file: Path) -> FrontMatter:
    """The front matter of a guest program. Raises :class:`Malformed` with the line in its source."""
    try:
        text = source.decode()
    except UnicodeDecodeError as error:
        raise Malformed(file, source[: error.start].count(b"\n") + 1, None, "is not UTF-8") from None
    start, end, _ = front_matter_span(text, file)
    return decode_yaml(text[start:end], FrontMatter, file, first_line=text.count("\n", 0, start) + 1)


def shard(cases: Sequence[Case], text: str | None) -> tuple[Case, ...]:
    """The part ``i/n`` of the cases, by hash of their ids, so that a new case moves no other one."""
    if text is None:
        return tuple(cases)
    match = _SHARD.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise BadOption("--shard", text, "expected i/n with 1 <= i <= n, such as 1/4")
    index, count = int(match[1]) - 1, int(match[2])
    return tuple(case for case in cases if _bucket(case.id, count) == index)


def _bucket(case_id: str, count: int) -> int:
    return int.from_bytes(hashlib.sha256(case_id.encode()).digest()[:8]) % count
