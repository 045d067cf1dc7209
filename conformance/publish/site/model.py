"""Everything that pages are made of, and what is needed for more than one of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import msgspec

from conformance.case import Case, Level
from conformance.corpus import Corpus
from conformance.expectations import Expectations
from conformance.judge import Outcome
from conformance.publish.matrix import Tally
from conformance.publish.results import Product, Results, Version
from conformance.publish.site.findings import Finding
from conformance.publish.site.startup import Startup
from conformance.publish.site.support import Items, Support, support_of
from conformance.publish.trends import Trend, trends
from conformance.unexpected import is_suspect


class Cell(msgspec.Struct, frozen=True):
    """How a runtime's newest version does on some cases."""

    product: Product
    support: Support

    @property
    def whole(self) -> Tally:
        """The count of all levels."""
        return self.support.whole


class CaseLine(msgspec.Struct, frozen=True):
    """A case in a list, with its outcome on each runtime's newest version."""

    case: Case
    outcomes: tuple[Outcome, ...]
    suspect: bool
    differs: bool
    """Whether runtimes of different families, or of one, come to different ends, as far as they could try."""


class Change(msgspec.Struct, frozen=True):
    """A case that came to another end in the next version."""

    case_id: str
    level: Level
    before: Outcome
    after: Outcome


class World:
    """Corpus, reports, findings and expectations, seen together. It holds nothing that is not in them."""

    def __init__(
        self,
        corpus: Corpus,
        results: Results,
        findings: Sequence[Finding] = (),
        expectations: Expectations | None = None,
        startup: Startup | None = None,
    ) -> None:
        self.corpus = corpus
        self.results = results
        self.findings = tuple(findings)
        self.expectations = expectations or Expectations(())
        self.startup = startup
        self.items = Items(corpus)
        known = set(corpus.ids)
        self.strangers = tuple(case_id for case_id in results.case_ids if case_id not in known)
        """Cases that reports have and the corpus has not: nothing can be shown of them."""
        self.same_corpus = corpus.sha256 == results.corpus_sha256

    @cached_property
    def areas(self) -> dict[str, tuple[Case, ...]]:
        """Area → its cases."""
        names = sorted({case.area for case in self.corpus.cases})
        return {name: tuple(case for case in self.corpus.cases if case.area == name) for name in names}

    @cached_property
    def lines(self) -> dict[str, CaseLine]:
        """Case id → its line in lists."""
        return {case.id: self._line(case) for case in self.corpus.cases}

    def _line(self, case: Case) -> CaseLine:
        records = self.results.newest_records(case.id)
        outcomes = tuple(self.results.outcome(case.id, product.newest) for product in self.results.products)
        told = {outcome for outcome in outcomes if outcome not in ("unknown", "unsupported", "skip")}
        return CaseLine(case, outcomes, is_suspect(records), len(told) > 1)

    def cells(self, cases: Sequence[Case]) -> tuple[Cell, ...]:
        """How each runtime's newest version does on cases."""
        return tuple(Cell(one, support_of(cases, self.results, one.newest)) for one in self.results.products)

    def findings_of(self, family: str) -> tuple[Finding, ...]:
        """The findings about a family."""
        return tuple(finding for finding in self.findings if finding.family == family)

    @cached_property
    def trends(self) -> dict[str, Trend]:
        """Runtime → its way through its versions."""
        found = trends([report for _, report in self.results.named]).runtimes
        return {product.name: one for product, one in zip(self.results.products, found, strict=True)}

    def changes(self, product: Product) -> list[tuple[str, str, list[Change]]]:
        """Between each version of a runtime and the next, newest first: which cases came to another end."""
        found = []
        for old, new in zip(product.versions, product.versions[1:], strict=False):
            changes = []
            for case in self.corpus.cases:
                before, after = self.results.outcome(case.id, old), self.results.outcome(case.id, new)
                if before != after:
                    changes.append(Change(case.id, case.front.level, before, after))
            found.append((old.number, new.number, changes))
        return found[::-1]

    def side_by_side(self, product: Product) -> list[tuple[str, list[tuple[Version, Support]]]]:
        """Area → how each version of a runtime does, newest first; all areas together come first."""
        groups = [("all areas", self.corpus.cases), *self.areas.items()]
        return [(area, self.by_version(cases, product)[::-1]) for area, cases in groups]

    def by_version(self, cases: Sequence[Case], product: Product) -> list[tuple[Version, Support]]:
        """How each version of a runtime does on cases, oldest first."""
        return [(version, support_of(cases, self.results, version)) for version in product.versions]
