"""Samples in a few numbers, by SciPy."""

from __future__ import annotations

import math
from collections.abc import Sequence

from conformance.errors import EXIT_INCOMPLETE, SuiteError
from conformance.startup.model import Summary

CONFIDENCE = 0.95


class NoStatistics(SuiteError):
    """The libraries that benchmarks need are not installed."""

    exit_code = EXIT_INCOMPLETE

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing

    def __str__(self) -> str:
        return f"{self.missing} is not installed\n  hint: pip install 'wasi-conformance[bench]'"


def require_libraries() -> None:
    """Raise :class:`NoStatistics` before an hour of measuring, and not after it."""
    import importlib.util

    for name in ("scipy", "matplotlib"):
        if importlib.util.find_spec(name) is None:
            raise NoStatistics(name)


def summarise(samples: Sequence[float]) -> Summary:
    """Median, quartiles and extremes, and bounds of the median that assume nothing of the distribution.

    The bounds are those of the binomial test of the median (``scipy.stats.quantile_test``): two of the samples
    themselves. Fewer than six have none at 95 %.
    """
    import numpy  # both take half a second to import, which `--help` need not
    from scipy import stats  # type: ignore[import-untyped]

    values = numpy.asarray(samples, dtype=float)
    first, median, third = numpy.quantile(values, (0.25, 0.5, 0.75))
    interval = stats.quantile_test(values, q=float(median), p=0.5).confidence_interval(confidence_level=CONFIDENCE)
    low, high = (float(bound) if math.isfinite(bound) else None for bound in (interval.low, interval.high))
    return Summary(
        count=len(samples),
        median=float(median),
        low=low,
        high=high,
        confidence=CONFIDENCE,
        first_quartile=float(first),
        third_quartile=float(third),
        least=float(values.min()),
        most=float(values.max()),
    )
