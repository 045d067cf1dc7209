"""Samples in a few numbers: laws that hold for any samples."""

from __future__ import annotations

import importlib.util

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.startup.summary import NoStatistics, require_libraries, summarise

SAMPLES = st.lists(st.floats(1e-9, 1e3), min_size=1, max_size=60)


@given(SAMPLES)
def test_all_figures_are_in_order(samples: list[float]) -> None:
    found = summarise(samples)
    assert min(samples) == found.least <= found.first_quartile <= found.median
    assert found.median <= found.third_quartile <= found.most == max(samples)
    assert found.count == len(samples)
    if found.low is not None:
        assert found.low in samples
        assert found.low <= found.median
    if found.high is not None:
        assert found.high in samples
        assert found.median <= found.high


@given(SAMPLES)
def test_the_order_of_samples_does_not_matter(samples: list[float]) -> None:
    assert summarise(sorted(samples)) == summarise(samples[::-1])


@pytest.mark.parametrize(("count", "bounded"), [(1, False), (5, False), (6, True), (30, True)])
def test_fewer_than_six_samples_have_no_bounds(count: int, bounded: bool) -> None:
    found = summarise([float(number) for number in range(1, count + 1)])
    assert (found.low is not None and found.high is not None) is bounded


def test_the_bounds_of_thirty_samples_are_those_of_the_binomial_test() -> None:
    # With 30 samples the 10th and the 21st bound the median with 95.7 %: P(10 <= B(30, 1/2) <= 20) = 0.957.
    found = summarise([float(number) for number in range(1, 31)])
    assert (found.low, found.median, found.high) == (10.0, 15.5, 21.0)


def test_the_way_out_is_told_where_a_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    require_libraries()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(NoStatistics, match="scipy is not installed\n  hint: pip install 'wasi-conformance\\[bench\\]'"):
        require_libraries()
