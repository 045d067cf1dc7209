"""A report as JUnit's XML: a suite for each runtime, a test case for each case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from conformance.publish.junit import JUnitCase, JUnitSuite, Result, junit_xml
from conformance.publish.shown import line
from conformance.publish.standing import Standing, Stood, counted_as, details

_RESULTS: Mapping[Standing, Result] = {
    "passed": "passed",
    "surprise": "passed",
    "failed": "failure",
    "error": "error",
    "expected": "skipped",
    "flaky": "skipped",
    "untried": "skipped",
}


def junit_of(stood: Sequence[Stood], *, strict: bool = False) -> bytes:
    """The document. What was expected is skipped with its reason, as is what could not be tried."""
    groups = groupby(stood, key=lambda one: (one.record.runtime, one.header.started))
    return junit_xml("wasi-conformance", [_suite(list(some), strict) for _, some in groups])


def _suite(some: Sequence[Stood], strict: bool) -> JUnitSuite:
    first = some[0]
    header, label = first.header, first.record.runtime
    parts = {f"part {name}": version for name, version in header.runtimes.get(label, {}).items()}
    return JUnitSuite(
        name=first.runtime,
        timestamp=header.started.removesuffix("Z"),
        properties=_harmless({"corpus": header.corpus_sha256, "family": header.families.get(label, ""), **parts}),
        cases=list(_cases(some, strict)),
    )


def _harmless(properties: Mapping[str, str]) -> dict[str, str]:
    return {line(name): line(value) for name, value in properties.items()}


def _cases(some: Sequence[Stood], strict: bool) -> Iterable[JUnitCase]:
    for one in some:
        result = _RESULTS[counted_as(one, strict=strict)]
        yield JUnitCase(
            name=one.name,
            group=line(f"{one.record.runtime}.{one.record.area}"),
            seconds=one.record.duration_s,
            result=result,
            message=one.why if result != "passed" else "",
            text=details(one) if result in ("failure", "error") else "",
        )
