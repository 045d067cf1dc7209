"""Tables of handles under any sequence of operations, against a model that keeps a set of free indices by age."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from conformance.abi.handles import Instance, ResourceType, Scope
from conformance.abi.traps import Trap, Trapped

INDICES = st.integers(0, 6)
WHO = st.sampled_from(("definer", "user"))
WHICH = st.sampled_from(("one", "two"))


class Tables(RuleBasedStateMachine):
    """Two instances, of which one defines two resource types; calls that are open; what must be where."""

    scopes: Bundle[int] = Bundle("scopes")

    def __init__(self) -> None:
        super().__init__()
        self.instances = {"definer": Instance("definer"), "user": Instance("user")}
        self.destroyed: list[int] = []
        definer = self.instances["definer"]
        self.kinds = {name: ResourceType(name, definer, self.destroyed.append) for name in ("one", "two")}
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

    def place(self, who: str) -> int:
        """Where the next handle goes: the index freed last, or one more than there ever were."""
        if self.freed[who]:
            return self.freed[who].pop()
        return len(self.held[who]) + 1

    def free(self, who: str, index: int) -> None:
        del self.held[who][index]
        self.freed[who].append(index)

    def found(self, who: str, kind: str, index: int) -> tuple[list[Any] | None, Trap | None]:
        """The entry at an index: [kind, rep, scope, lends]; and why it cannot be used."""
        entry = self.held[who].get(index)
        if entry is None:
            return None, Trap.UNKNOWN_HANDLE
        return entry, None if entry[0] == kind else Trap.WRONG_RESOURCE

    @rule(kind=WHICH, who=WHO)
    def receive(self, kind: str, who: str) -> None:
        self.next_rep += 1
        wanted = self.place(who)
        receive = self.instances[who].new if who == "definer" else self.instances[who].receive
        assert receive(self.kinds[kind], self.next_rep) == wanted
        self.held[who][wanted] = [kind, self.next_rep, None, 0]

    @rule(kind=WHICH, who=WHO, index=INDICES)
    def rep(self, kind: str, who: str, index: int) -> None:
        entry, trap = self.found(who, kind, index)
        got = self.attempt(trap, self.instances[who].rep, self.kinds[kind], index)
        assert trap or (entry and got == entry[1])

    @rule(kind=WHICH, who=WHO, index=INDICES)
    def drop(self, kind: str, who: str, index: int) -> None:
        entry, trap = self.found(who, kind, index)
        if entry and not trap and entry[3]:
            trap = Trap.HANDLE_LENT
        self.attempt(trap, self.instances[who].drop, self.kinds[kind], index)
        if entry and not trap:
            self.free(who, index)
            if entry[2] is None:
                self.expected_destroyed.append(entry[1])
            else:
                self.open[entry[2]][1].remove(entry)

    @rule(kind=WHICH, who=WHO, index=INDICES)
    def give(self, kind: str, who: str, index: int) -> None:
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

    @rule(scope=scopes, kind=WHICH, who=WHO, index=INDICES)
    def lend(self, scope: int, kind: str, who: str, index: int) -> None:
        entry, trap = self.found(who, kind, index)
        got = self.attempt(trap, self.instances[who].lend, self.kinds[kind], index, self.open[scope][0])
        if entry and not trap:
            assert got == entry[1]
            entry[3] += 1
            self.open[scope][2].append(entry)

    @rule(scope=scopes, kind=WHICH, who=WHO)
    def borrow(self, scope: int, kind: str, who: str) -> None:
        self.next_rep += 1
        got = self.instances[who].receive_borrowed(self.kinds[kind], self.next_rep, self.open[scope][0])
        if who == "definer":
            assert got == self.next_rep
            return
        entry = [kind, self.next_rep, scope, 0]
        assert got == self.place(who)
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
