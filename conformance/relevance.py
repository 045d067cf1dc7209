"""Which cases say something about a component of one's own: those that assert what it imports or exports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from conformance.case import COMPONENT_MODEL, Case
from conformance.component import Component


class Relevance(msgspec.Struct, frozen=True, kw_only=True):
    """A choice of cases, and all that it does not look at."""

    cases: tuple[Case, ...]
    """Those that assert a function of the component, or the Canonical ABI itself, in the corpus's order."""
    asserted: dict[str, tuple[str, ...]]
    """Function of the component → ids of the cases that assert it; empty for one that no case asserts."""
    left_out: dict[str, int]
    """Area → how many of its cases assert nothing that the component uses."""

    @property
    def unasserted(self) -> tuple[str, ...]:
        """Functions that no case asserts: whatever changes there is not seen."""
        return tuple(item for item, cases in self.asserted.items() if not cases)

    def describe(self) -> str:
        """One clause for people: how many cases were chosen, and how many of which area were left out."""
        total = len(self.cases) + sum(self.left_out.values())
        where = ", ".join(f"{area} {count}" for area, count in self.left_out.items())
        out = f"; left out: {where}" if where else ""
        return f"{len(self.cases)} of {total} cases concern what the component imports or exports{out}"


def relevance(component: Component, cases: Sequence[Case]) -> Relevance:
    """Choose the cases. One function in common is enough: a case that asserts others as well may fail for their sake,
    but one that was left out would let a change through unseen. The Canonical ABI concerns every component.
    """
    used = component.wants | component.offers
    chosen = tuple(
        case for case in cases if any(item in used or item.startswith(COMPONENT_MODEL) for item in case.functions)
    )
    ids = {case.id for case in chosen}
    return Relevance(
        cases=chosen,
        asserted={item: tuple(case.id for case in chosen if item in case.functions) for item in sorted(used)},
        left_out=dict(sorted(Counter(case.area for case in cases if case.id not in ids).items())),
    )
