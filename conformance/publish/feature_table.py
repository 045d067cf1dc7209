"""A proposal for webassembly.org's table of features (``features.json``, as its ``features.schema.json`` has it).

The table says ``true``, ``false``, or a version of each feature and runtime, and may add a note. It has a row for the
component model, and none for WASI 0.2, for which we propose one. A runtime supports a feature, for the table, in a
version in which so many of the feature's ``must`` cases pass: a share, 0.9 unless told otherwise, of *all* of them, so
that what could not be tried counts against it. Each cell has the very count in its note.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from conformance.case import COMPONENT_MODEL
from conformance.corpus import Corpus
from conformance.coverage import facts
from conformance.decoding import decode_json
from conformance.errors import BadOption, Malformed
from conformance.judge import GOOD, UNTRIED
from conformance.publish.compat import numbered
from conformance.publish.results import Product, Results, Version
from conformance.publish.shown import line

THRESHOLD = 0.9
COMPONENTS, WASI = "componentModel", "wasi02"
"""Keys of the table: the first is there, the second is ours to propose."""

Status = bool | str | tuple[bool | str, str]


class FeatureInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A feature of the table."""

    description: str
    url: str
    phase: int | str


class _Row(msgspec.Struct, frozen=True):
    """A runtime of the table, as far as a proposal has to know it."""

    features: dict[str, Any]


class _Table(msgspec.Struct, frozen=True):
    features: dict[str, FeatureInfo]
    browsers: dict[str, _Row]


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What the table should say: features that it lacks, and for each row, by its name there, feature → status."""

    features: dict[str, FeatureInfo]
    rows: dict[str, dict[str, Status]]
    unlisted: tuple[str, ...] = ()
    """Runtimes of the reports that the table has no row for."""

    @property
    def patch(self) -> dict[str, Any]:
        """The proposal as a JSON merge patch (RFC 7396)."""
        rows = {name: {"features": dict(cells)} for name, cells in self.rows.items()}
        found: Any = msgspec.to_builtins({"features": self.features, "browsers": rows})
        return {key: value for key, value in found.items() if value}


def wasi_feature() -> FeatureInfo:
    """The row for WASI 0.2. Its packages are all in phase 3 of their process."""
    return FeatureInfo(description="WASI 0.2", url=f"https://github.com/WebAssembly/WASI/tree/v{facts().wasi}", phase=3)


def read_table(file: Path) -> dict[str, Any]:
    """A ``features.json``, whole. Raises :class:`Malformed` for what is none."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Malformed(file, None, None, f"cannot be read: {error.strerror or error}") from None
    decode_json(content, _Table, file)
    found = json.loads(content)
    assert isinstance(found, dict)
    return found


def proposal(
    results: Results,
    corpus: Corpus,
    *,
    table: Mapping[str, Any] | None = None,
    rows: Mapping[str, str] | None = None,
    threshold: float = THRESHOLD,
) -> Proposal:
    """What reports say, in the table's terms.

    ``rows``: runtime → its name in the table; of a ``table``, else, the row that is called as the runtime is, in small
    letters or capitals. Raises :class:`BadOption` for a row that is not there.
    """
    names = _row_names(results, table, rows or {})
    counting = results.counting(corpus)
    must = [case for case in corpus.cases if case.front.level == "must" and case.id in counting]
    cases = {
        key: [case.id for case in must if any(item.startswith(text) for item in case.functions)]
        for key, text in ((COMPONENTS, COMPONENT_MODEL), (WASI, "wasi:"))
    }
    found: dict[str, dict[str, Status]] = {}
    for product in results.products:
        if product.name in names:
            cells = {key: _status(results, product, ids, threshold) for key, ids in cases.items()}
            found[names[product.name]] = {key: cell for key, cell in cells.items() if cell is not None}
    known = table["features"] if table is not None else {COMPONENTS: None}
    return Proposal(
        features={WASI: wasi_feature()} if WASI not in known else {},
        rows={name: cells for name, cells in found.items() if cells},
        unlisted=tuple(line(one.name) for one in results.products if one.name not in names),
    )


def _row_names(results: Results, table: Mapping[str, Any] | None, rows: Mapping[str, str]) -> dict[str, str]:
    there = {name.casefold(): name for name in table["browsers"]} if table is not None else {}
    products = {product.name for product in results.products}
    for runtime, name in rows.items():
        if runtime not in products:
            raise BadOption("--row", f"{runtime}={name}", f"no report has {runtime}; there is {_some(products)}")
        if table is not None and name not in table["browsers"]:
            raise BadOption(
                "--row", f"{runtime}={name}", f"the table has no such row; there is {_some(there.values())}"
            )
    found = {name: there[name.casefold()] for name in products if name.casefold() in there} | dict(rows)
    if not found:
        wanted = "--base FILE finds rows that are called as runtimes are, --row RUNTIME=NAME names one"
        raise BadOption("--row", "", f"no runtime of the reports ({_some(products)}) has a row in the table; {wanted}")
    return found


def _some(names: Iterable[str]) -> str:
    return ", ".join(sorted(map(line, names)))


def _status(results: Results, product: Product, ids: Sequence[str], threshold: float) -> Status | None:
    """What the table should say of a feature; nothing where the newest version has no answer to any case."""
    counts = [(version, *_count(results, version, ids)) for version in numbered(product.versions)]
    counts = [one for one in counts if one[2]]
    if not counts or not ids:
        return None
    newest, good, _ = counts[-1]
    corpus = line(results.corpus_sha256[:12])
    note = f"{line(newest.number)} passes {good} of {len(ids)} `must` cases of wasi-conformance, corpus {corpus}"
    enough = [good >= threshold * len(ids) for _, good, _ in counts]
    if not enough[-1]:
        return False, note
    first = len(enough) - (enough[::-1].index(False) if False in enough else len(enough))
    # Supported in the oldest version that was tried: since when, nobody knows, which the table calls `true`.
    return (True if first == 0 else line(counts[first][0].number)), note


def _count(results: Results, version: Version, ids: Sequence[str]) -> tuple[int, int]:
    """How many cases pass, and of how many a report has anything to say."""
    outcomes = [results.outcome(case_id, version) for case_id in ids]
    told = sum(outcome == "unsupported" or outcome not in (*UNTRIED, "error") for outcome in outcomes)
    return sum(outcome in GOOD for outcome in outcomes), told


def merged(table: Mapping[str, Any], what: Proposal) -> str:
    """The whole table with the proposal in it. Nothing else moves, but the layout is not that of the table's own
    formatter, Prettier."""
    new: dict[str, Any] = json.loads(json.dumps(table))
    patch = what.patch
    new["features"] = _with(new["features"], patch.get("features", {}))
    for name, cells in patch.get("browsers", {}).items():
        row = new["browsers"][name]
        row["features"] = _with(row["features"], cells["features"])
    return json.dumps(new, indent=2, ensure_ascii=False) + "\n"


def _with(some: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """``some`` with ``more``, new names before the first one that comes after them in the alphabet."""
    found = dict(some)
    for key, value in more.items():
        if key in found:
            found[key] = value
            continue
        names = list(found)
        at = next((index for index, name in enumerate(names) if name.casefold() > key.casefold()), len(names))
        pairs = list(found.items())
        found = dict([*pairs[:at], (key, value), *pairs[at:]])
    return found
