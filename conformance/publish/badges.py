"""Badges: what shields.io draws of a JSON file (its endpoint badge, schema version 1), per runtime and area.

A badge tells the ``must`` cases that pass, of all there are, and how many could not be tried. It is bright green only
when every one passes, never greener than yellow when one fails, and grey when nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal

import msgspec

from conformance.corpus import Corpus
from conformance.judge import GOOD, UNTRIED, Outcome
from conformance.publish.results import Results, short
from conformance.publish.shown import line
from conformance.publish.slugs import safe_slug

Color = Literal["brightgreen", "yellowgreen", "yellow", "orange", "red", "lightgrey"]
_MOSTLY, _HALF = 0.9, 0.5
"""Shares of the cases that could be tried above which a badge with failures is yellow, or orange; below it is red."""
_LONGEST = 60
"""Characters of the name of a runtime, its version included."""


class Badge(msgspec.Struct, frozen=True, kw_only=True, rename={"schema_version": "schemaVersion"}):
    """What shields.io reads."""

    schema_version: Literal[1] = 1
    label: str
    message: str
    color: Color


def badge(label: str, outcomes: Iterable[Outcome]) -> Badge:
    """The badge of some ``must`` cases."""
    some = list(outcomes)
    good = sum(outcome in GOOD for outcome in some)
    failed = sum(outcome not in GOOD and outcome not in UNTRIED and outcome != "error" for outcome in some)
    untried = len(some) - good - failed
    text = f"{good}/{len(some)} must pass" if some else "no must case"
    if untried:
        unsupported = sum(outcome == "unsupported" for outcome in some)
        text += f", {untried} {'unsupported' if unsupported == untried else 'not tried'}"
    return Badge(label=line(label), message=text, color=_color(good, failed, untried))


def _color(good: int, failed: int, untried: int) -> Color:
    if good + failed == 0:
        return "lightgrey"
    if failed == 0:
        return "yellowgreen" if untried else "brightgreen"
    share = good / (good + failed + untried)
    return "yellow" if share >= _MOSTLY else "orange" if share >= _HALF else "red"


def badges(results: Results, corpus: Corpus) -> Iterator[tuple[str, Badge]]:
    """Place below the folder of badges → badge, for the newest version of each runtime: ``RUNTIME.json`` about all
    areas, ``RUNTIME/AREA.json`` about one.

    What was not run is not tried, and not left out.
    """
    areas = _must_cases(results, corpus)
    for product in results.products:
        newest, name = product.newest, short(f"{product.name} {product.newest.number}", _LONGEST)
        outcomes = {area: [results.outcome(one, newest) for one in ids] for area, ids in areas.items()}
        yield f"{safe_slug(product.name)}.json", badge(f"WASI 0.2 on {name}", chain(*outcomes.values()))
        for area, some in outcomes.items():
            yield f"{safe_slug(product.name)}/{safe_slug(area)}.json", badge(f"{short(area, _LONGEST)} on {name}", some)


def _must_cases(results: Results, corpus: Corpus) -> dict[str, list[str]]:
    """Area → its ``must`` cases, of the corpus and of the reports."""
    counting = results.counting(corpus)
    told = {case.id: (case.area, case.front.level) for case in corpus.cases if case.id in counting}
    for _, report in results.named:
        for record in report.records:
            told.setdefault(record.case, (record.area, record.level))
    found: dict[str, list[str]] = {}
    for case_id, (area, level) in sorted(told.items()):
        some = found.setdefault(area, [])
        if level == "must":
            some.append(case_id)
    return found


def badge_json(one: Badge) -> bytes:
    """The file of a badge."""
    return msgspec.json.encode(one) + b"\n"
