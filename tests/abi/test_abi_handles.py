"""Tables of handles under any sequence of operations, against a model that keeps a set of free indices by age."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from conformance.abi.handles import Instance, ResourceType, Scope
from conformance.abi.traps import Trap, Trapped

MOST = 5
"""Handles that a table may hold."""
CHOICE = st.integers(0, 3 * MOST)
"""Which index is used: more often that of a handle than another, see `Tables.used`."""
WRONG = st.sampled_from((False, False, False, True))
"""Whether a handle is taken for one of another type."""
WHO = st.sampled_from(("definer", "user"))
WHICH = st.sampled_from(("one", "two", "villain"))


def unreachable(rep: int) -> None:
    """The destructor of a villain."""
    raise RuntimeError(f"villain {rep}")


class Tables(RuleBasedStateMachine):
    """Two instances, of which one defines three resource types; calls that are open; what must be where."""

    scopes: Bundle[int] = Bundle("scopes")

    def __init__(self) -> None:
        super().__init__()
        self.instances = {who: Instance(who, most=MOST) for who in ("definer", "user")}
        self.destroyed: list[int] = []
        definer = self.instances["definer"]
        self.kinds = {name: ResourceType(name, definer, self.destroyed.append) for name in ("one", "two")}
        self.kinds["villain"] = ResourceType("villain", definer, unreachable)
        self.held: dict[str, dict[int, list[Any]]] = {"definer": {}, "user": {}}
        self.freed: dict[str, list[int]] = {"definer": [], "user": []}
        self.open: dict[int, tuple[Scope, list[list[Any]], list[list[Any]]]] = {}
        self.expected_destroyed: list[int] = []
        self.next_rep = 100

    def attempt(self, wanted: Trap | None, run: Any, *arguments: Any) -> Any:
        """Run, and see this trap or none."""
        try:
            result = run(*arguments)
        except Trapped as trapped:
            assert trapped.trap is wanted
            return None
        assert wanted is None
        return result

    def place(self, who: str) -> tuple[int, Trap | None]:
        """Where the next handle goes: the index freed last, or one more than there ever were; and if there is none."""
        if self.freed[who]:
            return self.freed[who].pop(), None
        index = len(self.held[who]) + 1
        return index, Trap.TABLE_FULL if index > MOST else None

    def free(self, who: str, index: int) -> None:
        del self.held[who][index]
        self.freed[who].append(index)

    def used(self, who: str, choice: int, wrong: bool) -> tuple[str, int]:
        """A type and an index: of a handle that is there, or nearly, or of nothing."""
        live = sorted(self.held[who])
        index = live[choice % len(live)] if live and choice < 2 * MOST else choice - MOST & 0xFFFFFFFF
        kind = self.held[who][index][0] if index in self.held[who] else "one"
        return ("two" if kind == "one" else "one") if wrong else kind, index

    def found(self, who: str, kind: str, index: int) -> tuple[list[Any] | None, Trap | None]:
        """The entry at an index: [kind, rep, scope, lends]; and why it cannot be used."""
        entry = self.held[who].get(index)
        if entry is None:
            return None, Trap.UNKNOWN_HANDLE
        return entry, None if entry[0] == kind else Trap.WRONG_RESOURCE

    @rule(kind=WHICH, who=WHO)
    def receive(self, kind: str, who: str) -> None:
        self.next_rep += 1
        wanted, trap = self.place(who)
        receive = self.instances[who].new if who == "definer" else self.instances[who].receive
        got = self.attempt(trap, receive, self.kinds[kind], self.next_rep)
        if trap:
            return
        assert got == wanted
        self.held[who][wanted] = [kind, self.next_rep, None, 0]

    @rule(who=WHO, choice=CHOICE, wrong=WRONG)
    def rep(self, who: str, choice: int, wrong: bool) -> None:
        kind, index = self.used(who, choice, wrong)
        entry, trap = self.found(who, kind, index)
        got = self.attempt(trap, self.instances[who].rep, self.kinds[kind], index)
        assert trap or (entry and got == entry[1])

    @rule(who=WHO, choice=CHOICE, wrong=WRONG, busy=st.sampled_from((False, False, True)))
    def drop(self, who: str, choice: int, wrong: bool, busy: bool) -> None:
        """With `busy`, while a call runs in the definer, which then cannot be entered to destroy anything."""
        kind, index = self.used(who, choice, wrong)
        entry, trap = self.found(who, kind, index)
        if entry and not trap and entry[3]:
            trap = Trap.HANDLE_LENT
        goes = entry if not trap else None
        if goes and goes[2] is None:  # an owned handle, which is gone from the table before anything is destroyed
            trap = Trap.MAY_NOT_ENTER if busy and who == "user" else Trap.GUEST if kind == "villain" else None
        definer = self.instances["definer"]
        with definer.entered(None) if busy else nullcontext():
            self.attempt(trap, self.instances[who].drop, self.kinds[kind], index)
        definer.may_enter = True  # a trap in a destructor would have ended all of this
        if goes:
            self.free(who, index)
            if goes[2] is not None:
                self.open[goes[2]][1].remove(goes)
            elif not trap:
                self.expected_destroyed.append(goes[1])

    @rule(who=WHO, kind=WHICH)
    def leave(self, who: str, kind: str) -> None:
        """What may not be done in realloc or post-return."""
        instance = self.instances[who]
        with instance.confined():
            self.attempt(Trap.MAY_NOT_LEAVE, instance.new, self.kinds[kind], 0)
            self.attempt(Trap.MAY_NOT_LEAVE, instance.drop, self.kinds[kind], 1)

    @rule(who=WHO, choice=CHOICE, wrong=WRONG)
    def give(self, who: str, choice: int, wrong: bool) -> None:
        kind, index = self.used(who, choice, wrong)
        entry, trap = self.found(who, kind, index)
        if entry and not trap:
            trap = Trap.HANDLE_LENT if entry[3] else Trap.HANDLE_NOT_OWNED if entry[2] is not None else None
        got = self.attempt(trap, self.instances[who].give, self.kinds[kind], index)
        if entry and not trap:
            assert got == entry[1]
            self.free(who, index)

    @rule(target=scopes)
    def call(self) -> int:
        number = len(self.open)
        self.open[number] = (Scope(), [], [])
        return number

    @rule(scope=scopes, who=WHO, choice=CHOICE, wrong=WRONG)
    def lend(self, scope: int, who: str, choice: int, wrong: bool) -> None:
        kind, index = self.used(who, choice, wrong)
        entry, trap = self.found(who, kind, index)
        got = self.attempt(trap, self.instances[who].lend, self.kinds[kind], index, self.open[scope][0])
        if entry and not trap:
            assert got == entry[1]
            entry[3] += 1
            self.open[scope][2].append(entry)

    @rule(scope=scopes, kind=WHICH, who=WHO)
    def borrow(self, scope: int, kind: str, who: str) -> None:
        self.next_rep += 1
        wanted, trap = (self.next_rep, None) if who == "definer" else self.place(who)
        real = self.open[scope][0]
        got = self.attempt(trap, self.instances[who].receive_borrowed, self.kinds[kind], self.next_rep, real)
        if trap:
            real.held -= 1  # it counts before the table is asked, and a trap would have ended all of this
            return
        assert got == wanted
        if who == "definer":
            return
        entry = [kind, self.next_rep, scope, 0]
        self.held[who][got] = entry
        self.open[scope][1].append(entry)

    @rule(scope=scopes)
    def end(self, scope: int) -> None:
        real, borrowed, lent = self.open[scope]
        self.attempt(Trap.BORROWS_LEFT if borrowed else None, real.end_callee)
        if not borrowed:
            real.end_caller()
            for entry in lent:
                entry[3] -= 1
            lent.clear()

    @invariant()
    def tables_agree(self) -> None:
        for who, instance in self.instances.items():
            live = {i: (h.resource.name, h.rep, h.lends) for i, h in instance.table.live().items()}
            assert live == {i: (kind, rep, lends) for i, (kind, rep, _, lends) in self.held[who].items()}
        assert self.destroyed == self.expected_destroyed


TestTables = Tables.TestCase
