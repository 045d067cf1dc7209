"""In which order the pairs of a plan are attempted. Pure decisions: who starts what and when is told to them."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Mapping

_UNKNOWN_S = 1.0
"""Seconds that an attempt is taken to last before the first of its runtime has ended. Only the order hangs on it."""
_DOUBT = 10
"""How many attempts of that length every runtime is taken to have made already: some wait long, but seldom, and the
first attempts say nothing of that."""


class Turns:
    """The pairs that have not been started, in a lane for each runtime.

    The runtime with the most seconds of work left goes first, as far as its attempts until now tell: slow ones do not
    stand alone at the end. Before anything has ended they take turns. No runtime gets more attempts at once than its
    limit. The attempts of each are mixed, in the same way whenever the plan is the same: neighbours in a plan wait for
    the same things, or have the processors work on the same, and what waits is to overlap with what works.
    """

    def __init__(self, pairs: Iterable[tuple[int, str]], limits: Mapping[str, int] | None = None) -> None:
        """``pairs``: an index and the label of a runtime for each; ``limits``: attempts at once for some of them."""
        self._lanes: dict[str, _Lane] = {}
        limits = limits or {}
        for index, label in pairs:
            if label not in self._lanes:
                self._lanes[label] = _Lane(limits.get(label))
            self._lanes[label].waiting.append(index)
        for label, lane in self._lanes.items():
            random.Random(label).shuffle(lane.waiting)
        self._of = {index: lane for lane in self._lanes.values() for index in lane.waiting}

    def __len__(self) -> int:
        return sum(len(lane.waiting) for lane in self._lanes.values())

    def take(self) -> int | None:
        """The index of the pair to be started now; None when all runtimes with work left are at their limits."""
        free = [lane for lane in self._lanes.values() if lane.waiting and lane.has_room]
        if not free:
            return None
        lane = max(free, key=lambda lane: (lane.work_left_s, -lane.waiting[0]))
        lane.running += 1
        return lane.waiting.popleft()

    def ended(self, index: int, seconds: float) -> None:
        """An attempt that was taken has ended after so many seconds."""
        lane = self._of[index]
        lane.running -= 1
        lane.ended += 1
        lane.seconds += seconds


class _Lane:
    """What is known of one runtime."""

    def __init__(self, limit: int | None) -> None:
        self.waiting: deque[int] = deque()
        self.limit = limit
        self.running = 0
        self.ended = 0
        self.seconds = 0.0

    @property
    def has_room(self) -> bool:
        return self.limit is None or self.running < self.limit

    @property
    def work_left_s(self) -> float:
        mean = (self.seconds + _UNKNOWN_S * _DOUBT) / (self.ended + _DOUBT)
        return mean * len(self.waiting)
