"""``matrix.json``: for each item of WASI, in which version of which runtime it works, for programs to read.

It is in the manner of MDN's browser-compat-data: a tree of items, ``wasi`` → package → interface → function, resource
or type → method or code, each with a ``__compat`` that has a support statement, or several, for each runtime.
``conformance/schemas/compat.schema.json`` describes it. A statement never says more than the reports: an item is
supported from the first version on of which every ``must`` case about it holds, and of one that could not be tried
nobody knows whether it would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType
from packaging.version import InvalidVersion
from packaging.version import Version as Number

from conformance.case import Case, Level
from conformance.corpus import Corpus
from conformance.coverage import ErrorCode, Function, facts, sections
from conformance.errors import BadOption
from conformance.judge import GOOD, Outcome
from conformance.publish.matrix import GLYPHS, LEVELS
from conformance.publish.results import Results, Version
from conformance.publish.shown import line
from conformance.publish.spec_links import spec_link
from conformance.report import Report

SCHEMA = "wasi-conformance/compat/1"
COMPAT = "__compat"
_ITEM = re.compile(r"(?P<space>[^:/#\s]+):(?P<package>[^:/#\s]+)/(?P<interface>[^:/#\s]+)(?:#(?P<rest>\S+))?")
_SECTION = re.compile(r"component-model (?P<document>[\w-]+)\.md#(?P<anchor>\S+)")
_KIND = re.compile(r"\[(?P<kind>[a-z-]+)\](?P<name>.+)")
_UNTOLD: frozenset[Outcome] = frozenset({"unknown", "skip", "error"})
"""Outcomes that say nothing about the runtime: no record, a machine that lacks something, a failure of the suite."""
_NAMED = 3
"""Cases of one outcome that a note names."""

State = Literal["yes", "partly", "no", "unknown"]
VersionAdded = Annotated[
    str,
    Meta(
        description="The first version in the reports of which every case holds; with `≤` where no older one was tried",
        min_length=1,
    ),
]
NotSupported = Annotated[
    bool, Meta(description="A case does not hold, or could not be tried", extra_json_schema={"const": False})
]
VersionRemoved = Annotated[
    str, Meta(description="The first version in the reports after that one of which a case no longer holds")
]
Partial = Annotated[bool, Meta(description="Whether some cases hold, where not all of them do")]
Notes = Annotated[tuple[str, ...], Meta(description="How many cases hold, and which do not, by their outcome")]


class Statement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Since when an item works on a runtime; `null` where nothing is known."""

    version_added: VersionAdded | NotSupported | None
    version_removed: VersionRemoved | UnsetType = UNSET
    partial_implementation: Partial = False
    notes: Notes = ()


Support = Statement | tuple[Statement, ...]
"""One statement; where versions came and went several, of which the first is about the newest version."""
Supports = Annotated[
    dict[str, Support],
    Meta(
        description="Runtime → a statement, or several, of which the first is about the newest version in the reports"
    ),
]


class Compat(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of an item; of a package, interface, resource or type it is what is known of all that is in it.

    `support` is about the `must` cases, `recommended` about the `should` cases, where there are any; `counts` has how
    many cases are about it, `cases` which, where they are about the item itself.
    """

    item: str
    since: str | None = None
    """The version of WASI that brought it."""
    spec_url: str | None = None
    counts: dict[Level, int]
    """How many cases are about it, by level; a level without any is left out."""
    cases: dict[Level, tuple[str, ...]] = {}
    """The cases that are about the item itself."""
    support: Supports
    """Runtime → what its `must` cases say."""
    recommended: Supports = {}
    """Runtime → what its `should` cases say, where there are any."""


class TestedVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a runtime in the reports."""

    tested: str
    platform: str
    parts: dict[str, str]


class TestedRuntime(msgspec.Struct, frozen=True, kw_only=True):
    """A runtime, and its versions in the reports, oldest first."""

    family: str
    """Runtimes of one family share code: they are no independent witnesses."""
    versions: dict[str, TestedVersion]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A report."""

    name: str
    started: str
    platform: str
    runtimes: tuple[str, ...]


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """Where the data comes from."""

    schema: str
    timestamp: str
    """When the newest run was started."""
    suite_versions: tuple[str, ...]
    wasi: str
    """The version of the WIT texts that the items are from."""
    corpus_sha256: str
    reports: tuple[Source, ...]
    unplaced: tuple[str, ...] = ()
    """Cases of the reports that the corpus no longer has: nothing says which items they are about."""


class CompatData(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file."""

    meta: Provenance = msgspec.field(name="__meta")
    runtimes: dict[str, TestedRuntime]
    wasi: Annotated[dict[str, Any], Meta(extra_json_schema={"$ref": "#/$defs/Item"})]
    component_model: Annotated[dict[str, Any], Meta(extra_json_schema={"$ref": "#/$defs/Item"})] = msgspec.field(
        name="component-model"
    )
    other: Annotated[dict[str, Any], Meta(extra_json_schema={"$ref": "#/$defs/Item"})]
    """Items of cases about anything else."""


ITEM_SCHEMA: dict[str, Any] = {
    "title": "Item",
    "description": "An item, and the items in it by name.",
    "type": "object",
    "properties": {COMPAT: {"$ref": "#/$defs/Compat"}},
    "additionalProperties": {"$ref": "#/$defs/Item"},
}
"""The tree, which a type of fixed fields cannot tell."""

Place = tuple[str, ...]


def compat_data(named: Sequence[tuple[str, Report]], corpus: Corpus, *, other_corpus: bool = False) -> CompatData:
    """The data of reports, given with their names. Raises :class:`BadOption` for reports over different corpora, and,
    unless ``other_corpus``, over another one than ``corpus``."""
    results = Results([report for _, report in named], [name for name, _ in named])
    return compat_of(results, corpus, other_corpus=other_corpus)


def compat_of(results: Results, corpus: Corpus, *, other_corpus: bool = False) -> CompatData:
    """The data of results, as :func:`compat_data` makes it."""
    tree = _tree(_asserted(corpus, results, other_corpus=other_corpus), results)
    return CompatData(
        meta=_provenance(results, corpus),
        runtimes=_runtimes(results),
        wasi=tree.get("wasi", {}),
        component_model=tree.get("component-model", {}),
        other={name: node for name, node in tree.items() if name not in ("wasi", "component-model")},
    )


def place_of(item: str) -> Place:
    """Where an item is in the tree: ``wasi``, package, interface, and what is in that."""
    if found := _SECTION.fullmatch(item):
        return "component-model", found["document"], found["anchor"]
    found = _ITEM.fullmatch(item)
    if found is None:
        return "text", line(item)
    rest = found["rest"] or ""
    kind = _KIND.fullmatch(rest)
    inner = (*(kind or {"name": rest})["name"].split(".", 1),) if rest else ()
    if kind is not None and kind["kind"] in ("constructor", "resource-drop"):
        inner = (kind["name"], kind["kind"])
    return found["space"], found["package"], found["interface"], *inner


class _Leaf(msgspec.Struct):
    """An item of the text, and the cases that are about it."""

    item: str
    since: str | None
    cases: dict[str, Case]


def _asserted(corpus: Corpus, results: Results, *, other_corpus: bool) -> dict[Place, _Leaf]:
    """Place → item, for all that the texts declare and all that cases name.

    Which cases count is for the results to say; of those that the corpus no longer has nobody knows the items.
    """
    if corpus.sha256 != results.corpus_sha256 and not other_corpus:
        problem = f"the reports are over another state of the corpus than this one ({corpus.sha256[:12]})"
        raise BadOption("REPORT", results.corpus_sha256[:12], f"{problem}; --other-corpus takes what both have")
    known = facts()
    declared: list[Function | ErrorCode] = [*known.functions, *known.error_codes]
    leaves = {place_of(one.item): _Leaf(one.item, one.since, {}) for one in declared}
    leaves |= {place_of(one.item): _Leaf(one.item, None, {}) for one in sections().sections}
    there = results.counting(corpus)
    for case in corpus.cases:
        for item in (*case.functions, *case.front.errors) if case.id in there else ():
            leaves.setdefault(place_of(item), _Leaf(item, None, {})).cases[case.id] = case
    return leaves


def _tree(leaves: Mapping[Place, _Leaf], results: Results) -> dict[str, Any]:
    """The items in each other, by name; each inner one has the cases of all that is in it."""
    inner: dict[Place, dict[str, Case]] = {}
    for path, leaf in leaves.items():
        for depth in range(1, len(path) + 1):
            inner.setdefault(path[:depth], {}).update(leaf.cases)
    tree: dict[str, Any] = {}
    for path, cases in sorted(inner.items()):
        node = tree
        for name in path:
            node = node.setdefault(name, {})
        leaf = leaves[path] if path in leaves else _Leaf(_name_of(path), None, {})
        node[COMPAT] = _compat(leaf, cases, results)
    return tree


def _name_of(path: Place) -> str:
    """What an inner item is called: ``wasi:io``, ``wasi:io/poll``, ``wasi:io/poll#pollable``."""
    marks = ("", " ", "#") if path[0] == "component-model" else ("", ":", "/", "#")
    return "".join(mark + name for mark, name in zip(marks, path, strict=False))


def _compat(leaf: _Leaf, cases: Mapping[str, Case], results: Results) -> Compat:
    """What is known of an item; ``cases`` are its own and those of all that is in it."""
    whole, own = _by_level(cases), _by_level(leaf.cases)
    return Compat(
        item=line(leaf.item),
        since=leaf.since,
        spec_url=spec_link(leaf.item),
        counts={level: len(ids) for level, ids in whole.items()},
        cases=own,
        support=statements(whole.get("must", ()), results),
        recommended=statements(whole["should"], results) if "should" in whole else {},
    )


def _by_level(cases: Mapping[str, Case]) -> dict[Level, tuple[str, ...]]:
    found: dict[Level, list[str]] = {}
    for case_id in sorted(cases):
        found.setdefault(cases[case_id].front.level, []).append(case_id)
    return {level: tuple(found[level]) for level in LEVELS if level in found}


# ----------------------------------------------------------------------------------------------------- statements


class _Seen(msgspec.Struct, frozen=True):
    """What some cases say about one version."""

    version: Version
    state: State
    good: int
    others: tuple[tuple[str, Outcome], ...]
    """The cases that do not hold, or could not be tried."""


def statements(case_ids: Sequence[str], results: Results) -> dict[str, Support]:
    """Runtime → since when all of these cases hold on it."""
    found: dict[str, Support] = {}
    for product in results.products:
        some = tuple(_statements([_seen(case_ids, results, version) for version in numbered(product.versions)]))
        found[line(product.name)] = some[0] if len(some) == 1 else some
    return found


def numbered(versions: Sequence[Version]) -> Sequence[Version]:
    """The versions that come one after the other; a build of one's own has no place among them, unless it is alone."""
    return [version for version in versions if _is_number(version.number)] or versions


def _is_number(text: str) -> bool:
    try:
        Number(text)
    except InvalidVersion:
        return False
    return True


def _seen(case_ids: Sequence[str], results: Results, version: Version) -> _Seen:
    outcomes = [(case_id, results.outcome(case_id, version)) for case_id in case_ids]
    others = tuple((case_id, outcome) for case_id, outcome in outcomes if outcome not in GOOD)
    good = len(outcomes) - len(others)
    told_against = any(outcome not in _UNTOLD for _, outcome in others)
    state: State = "unknown"
    if outcomes and not others:
        state = "yes"
    elif told_against:
        state = "partly" if good else "no"
    return _Seen(version, state, good, others)


def _statements(seen: Sequence[_Seen]) -> Iterator[Statement]:
    """Newest first. What is unknown of a version neither begins nor ends anything."""
    told = [one for one in seen if one.state != "unknown"]
    if not told:
        yield Statement(version_added=None)
        return
    newest = told[-1]
    if newest.state != "yes":
        yield Statement(
            version_added=False, partial_implementation=newest.state == "partly", notes=tuple(_notes(newest, seen[-1]))
        )
    for first, last in reversed(list(_runs(told))):
        after = told[last + 1] if last + 1 < len(told) else None
        yield Statement(
            version_added=("≤" if first == 0 else "") + line(told[first].version.number),
            version_removed=line(after.version.number) if after is not None else UNSET,
            notes=() if after is not None or newest is seen[-1] else (_no_answer(seen[-1]),),
        )


def _runs(told: Sequence[_Seen]) -> Iterator[tuple[int, int]]:
    """First and last of each run of versions on which all cases hold."""
    first: int | None = None
    for index, one in enumerate(told):
        if one.state == "yes":
            first = index if first is None else first
        elif first is not None:
            yield first, index - 1
            first = None
    if first is not None:
        yield first, len(told) - 1


def _notes(about: _Seen, newest: _Seen) -> Iterator[str]:
    """How many cases hold of a version, and which do not."""
    texts = [f"{about.good} of {about.good + len(about.others)} cases hold"]
    for outcome in GLYPHS:
        ids = [case_id for case_id, its in about.others if its == outcome]
        if ids:
            more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
            texts.append(f"{len(ids)} {outcome}: {', '.join(ids[:_NAMED])}{more}")
    yield f"{line(about.version.number)}: {'; '.join(texts)}"
    if about is not newest:
        yield _no_answer(newest)


def _no_answer(newest: _Seen) -> str:
    return f"the reports do not answer it for {line(newest.version.number)}"


# ----------------------------------------------------------------------------------------------------- provenance


def _provenance(results: Results, corpus: Corpus) -> Provenance:
    return Provenance(
        schema=SCHEMA,
        timestamp=line(results.started),
        suite_versions=tuple(map(line, results.suite_versions)),
        wasi=facts().wasi,
        corpus_sha256=line(results.corpus_sha256),
        reports=tuple(_source(name, report) for name, report in sorted(results.named, key=_by_name)),
        unplaced=tuple(line(case_id) for case_id in sorted(set(results.case_ids) - set(corpus.ids))),
    )


def _by_name(named: tuple[str, Report]) -> tuple[str, bytes]:
    return named[0], msgspec.json.encode(named[1].header)


def _source(name: str, report: Report) -> Source:
    header = report.header
    return Source(
        name=line(name),
        started=line(header.started),
        platform=line(", ".join(header.platform_keys)),
        runtimes=tuple(map(line, header.runtimes)),
    )


def _runtimes(results: Results) -> dict[str, TestedRuntime]:
    return {
        line(product.name): TestedRuntime(
            family=line(product.family),
            versions={
                line(one.number): TestedVersion(
                    tested=line(one.started),
                    platform=line(one.platform),
                    parts={line(part): line(number) for part, number in one.parts.items()},
                )
                for one in product.versions
            },
        )
        for product in results.products
    }


def compat_json(data: CompatData) -> bytes:
    """The file, indented, with a last newline."""
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def all_items(tree: Mapping[str, Any]) -> Iterator[Compat]:
    """Every item of a tree, an inner one before what is in it."""
    for name, node in tree.items():
        if name == COMPAT:
            yield node
        else:
            yield from all_items(node)
