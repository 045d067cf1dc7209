"""Whole calls and resources: order of events, who may leave and enter, and the points 15, 48 to 54 and 57 to 69."""

from __future__ import annotations

from typing import Any

import pytest
from guests import Guest, func, trap_of

from conformance.abi.calls import host_function, invoke
from conformance.abi.handles import Handle as Entry
from conformance.abi.handles import Instance, ResourceType, Scope, Table, destroy
from conformance.abi.lower import flattener
from conformance.abi.memory import Side
from conformance.abi.traps import Trap, Trapped
from conformance.abi.types import Borrow, Case, Own
from conformance.abi.wit import parse_type


def unreachable(*_: int) -> None:
    """Core code that traps."""
    raise Trapped(Trap.GUEST, "unreachable")


def throws(*_: int) -> None:
    """Core code that throws a WebAssembly exception."""
    raise RuntimeError("tag 0")


def a_resource(definer: Guest | None = None, name: str = "r", events: list[Any] | None = None) -> ResourceType:
    """A resource type whose destructor notes what it destroyed."""
    log = [] if events is None else events
    return ResourceType(name, definer.instance if definer else None, lambda rep: log.append((f"{name} dtor", rep)))


def test_point_48_49_results_are_lowered_before_post_return_which_gets_the_core_results() -> None:
    events: list[Any] = []
    callee, caller = Guest("callee", events), Guest("caller", events)
    callee.memory[8:16] = (16).to_bytes(4, "little") + (2).to_bytes(4, "little")
    text = callee.lift(func((), "string"), lambda: [8], lambda at: events.append(("post-return", at)))
    caller.lower(func((), "string"), text)(64)
    assert events == [("caller realloc", 0, 0, 1, 2), ("post-return", 8)]
    events.clear()
    flat = callee.lift(func((), "u8"), lambda: [7], lambda number: events.append(("post-return", number)))
    assert invoke(flat, []) == [7] and events == [("post-return", 7)]
    events.clear()
    trapping = callee.lift(func((), "char"), lambda: [0xD800], lambda number: events.append("post-return"))
    assert trap_of(invoke, trapping, []) is Trap.CHAR_SURROGATE and events == []


LEAVING = {
    "import": lambda guest: guest.lower(func(), host_function(list)),
    "new": lambda guest: lambda: guest.instance.new(a_resource(guest), 1),
    "drop": lambda guest: lambda: guest.instance.drop(a_resource(guest), 1),
}


@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING)
def test_point_50_realloc_and_post_return_may_not_leave(leave: Any) -> None:
    guest = Guest()
    after = guest.lift(func((), "u8"), lambda: [1], lambda _: leave(guest)())
    assert trap_of(invoke, after, []) is Trap.MAY_NOT_LEAVE
    allocating = Guest(realloc=lambda *_: leave(allocating)())
    assert trap_of(invoke, allocating.lift(func(["string"]), lambda *_: []), ["x"]) is Trap.MAY_NOT_LEAVE


def test_point_50_rep_asks_nobody_and_leaving_is_possible_again() -> None:
    guest = Guest()
    resource = a_resource(guest)
    index = guest.instance.new(resource, 42)
    seen: list[int] = []
    lifted = guest.lift(func((), "u8"), lambda: [1], lambda _: seen.append(guest.instance.rep(resource, index)))
    assert invoke(lifted, []) == [1] and seen == [42] and guest.instance.may_leave
    guest.instance.drop(resource, index)


def test_point_51_donuts_may_be_entered_again_and_others_may_not() -> None:
    parent = Guest("P")
    child = Guest("C", parent=parent.instance)
    sibling = Guest("D", parent=parent.instance)
    nothing = func()

    def chain(*guests: Guest) -> Any:
        """Each of these calls the next; the host calls the first."""
        callee: Any = None
        for guest in reversed(guests):
            core = guest.lower(nothing, callee) if callee else list
            callee = guest.lift(nothing, core)
        return callee

    assert trap_of(invoke, chain(parent, child, sibling, parent), []) is None
    assert trap_of(invoke, chain(child, sibling, child), []) is Trap.MAY_NOT_ENTER
    parent, child = Guest("P"), Guest("C")
    child.instance.parent = parent.instance
    assert trap_of(invoke, chain(parent, child, parent, child), []) is Trap.MAY_NOT_ENTER


def test_point_51_a_host_function_does_not_make_an_instance_enterable() -> None:
    guest = Guest()
    again = guest.lift(func(), list)
    calls_back = guest.lower(func(), host_function(lambda: invoke(again, [])))
    assert trap_of(invoke, guest.lift(func(), calls_back), []) is Trap.MAY_NOT_ENTER


def test_point_52_after_a_trap_an_instance_is_lost() -> None:
    guest = Guest()
    assert trap_of(invoke, guest.lift(func(), unreachable), []) is Trap.GUEST
    assert trap_of(invoke, guest.lift(func(), list), []) is Trap.MAY_NOT_ENTER


@pytest.mark.parametrize("bad", [unreachable, throws])
def test_point_53_54_core_code_that_traps_or_throws(bad: Any) -> None:
    assert trap_of(invoke, Guest().lift(func(), bad), []) is Trap.GUEST
    assert trap_of(invoke, Guest(realloc=bad).lift(func(["string"]), lambda *_: []), ["x"]) is Trap.GUEST
    assert trap_of(invoke, Guest().lift(func((), "u8"), lambda: [1], bad), []) is Trap.GUEST
    guest = Guest()
    index = guest.instance.new(resource := ResourceType("r", guest.instance, bad), 1)
    assert trap_of(guest.instance.drop, resource, index) is Trap.GUEST


def test_point_57_58_one_table_for_all_resources() -> None:
    guest = Guest().instance
    one, two = ResourceType("one", guest), ResourceType("two", guest)
    assert [guest.new(one, 10), guest.new(two, 20), guest.new(one, 30), guest.new(two, 40)] == [1, 2, 3, 4]
    guest.drop(one, 3)
    guest.drop(one, 1)
    assert [guest.new(two, 50), guest.new(two, 60), guest.new(two, 70)] == [1, 3, 5], "last freed, first used"


def test_point_57_the_table_has_an_end() -> None:
    table = Table(2)
    resource = ResourceType("r")
    assert [table.add(Entry(resource, 0)), table.add(Entry(resource, 0))] == [1, 2]
    assert trap_of(table.add, Entry(resource, 0)) is Trap.TABLE_FULL
    table.remove(1)
    assert table.add(Entry(resource, 0)) == 1


class Long(list[Any]):
    """A list that says it is longer than it is."""

    def __len__(self) -> int:
        return self.told

    told = 0

    def append(self, item: Any) -> None:
        self.told += 1


def test_point_57_the_table_of_an_instance_has_its_end_where_the_text_says(monkeypatch: pytest.MonkeyPatch) -> None:
    guest, resource, entries = Guest().instance, ResourceType("r"), Long()
    entries.told = (1 << 28) - 1
    monkeypatch.setattr(guest.table, "_entries", entries)
    assert guest.receive(resource, 0) == (1 << 28) - 1
    assert trap_of(guest.receive, resource, 0) is Trap.TABLE_FULL


@pytest.mark.parametrize("index", [0, 1, 3, 0xFFFFFFFF])
def test_point_59_60_unknown_indices(index: int) -> None:
    guest = Guest().instance
    resource = ResourceType("r", guest)
    guest.new(resource, 1)
    guest.new(resource, 2)
    guest.drop(resource, 1)
    assert trap_of(guest.rep, resource, index) is trap_of(guest.drop, resource, index) is Trap.UNKNOWN_HANDLE


def test_point_59_60_wrong_type() -> None:
    guest = Guest().instance
    one, two = ResourceType("one", guest), ResourceType("two", guest)
    index = guest.new(one, 0xFFFFFFFF)
    assert guest.rep(one, index) == 0xFFFFFFFF
    assert trap_of(guest.rep, two, index) is trap_of(guest.drop, two, index) is Trap.WRONG_RESOURCE


def test_point_60_61_destructors_run_once_in_the_instance_that_defines() -> None:
    events: list[Any] = []
    first, second = Guest("first"), Guest("second")
    kinds = [
        a_resource(first, "first", events),
        a_resource(second, "second", events),
        ResourceType("none", first.instance),
    ]
    user = Guest("user").instance
    indices = [user.receive(kind, 100 + number) for number, kind in enumerate(kinds)]
    for kind, index in zip(kinds, indices, strict=True):
        user.drop(kind, index)
        events.append("dropped")
    assert events == [("first dtor", 100), "dropped", ("second dtor", 101), "dropped", "dropped"]
    assert trap_of(user.drop, kinds[0], indices[0]) is Trap.UNKNOWN_HANDLE
    own = first.instance.new(kinds[0], 7)
    first.instance.drop(kinds[0], own)
    assert events[-1] == ("first dtor", 7)


def test_point_60_a_destructor_is_a_call_that_may_be_forbidden() -> None:
    definer, user = Guest("definer"), Guest("user")
    resource = ResourceType("r", definer.instance)
    index = user.instance.receive(resource, 1)
    drops = user.lift(func(), lambda: user.instance.drop(resource, index))
    calls = definer.lift(func(), definer.lower(func(), drops))
    assert trap_of(invoke, calls, []) is Trap.MAY_NOT_ENTER


def own_and_borrow(events: list[Any]) -> tuple[Guest, Guest, ResourceType]:
    """A guest that defines a resource, another that uses it."""
    definer = Guest("definer", events)
    resource = a_resource(definer, "r", events)
    user = Guest("user", events, resources={"r": resource})
    definer.resources["r"] = resource
    return definer, user, resource


def test_point_15_62_owned_handles_move() -> None:
    definer, user, resource = own_and_borrow([])
    make = definer.lift(func((), "own<r>"), lambda: [definer.instance.new(resource, 5)])
    made = user.lower(func((), "own<r>"), make)
    assert made() == [1] and user.instance.rep(resource, 1) == 5 and definer.instance.table.live() == {}
    assert made() == [2], "a fresh index in the receiver, whatever is free in the sender"
    seen: list[Any] = []
    take = definer.lift(func(["own<r>"]), lambda index: seen.append((index, definer.instance.rep(resource, index))))
    taken = user.lower(func(["own<r>"]), take)
    taken(2)
    assert seen == [(1, 5)], "the definer gets a handle, not the representation"
    assert made() == [2], "the index is free again"
    assert trap_of(taken, 9) is Trap.UNKNOWN_HANDLE


def test_point_62_what_cannot_be_given_away() -> None:
    guest = Guest().instance
    resource, other = ResourceType("r"), ResourceType("s")
    scope = Scope()
    index = guest.receive(resource, 1)
    guest.lend(resource, index, scope)
    assert trap_of(guest.give, resource, index) is Trap.HANDLE_LENT
    assert trap_of(guest.give, other, index) is Trap.WRONG_RESOURCE
    borrowed = guest.receive_borrowed(resource, 1, scope)
    assert trap_of(guest.give, resource, borrowed) is Trap.HANDLE_NOT_OWNED
    assert trap_of(guest.give, resource, 0) is Trap.UNKNOWN_HANDLE


def test_point_63_borrowed_handles() -> None:
    definer, user, resource = own_and_borrow([])
    index = user.instance.receive(resource, 77)
    seen: list[Any] = []
    own_home = definer.lift(func(["borrow<r>"]), lambda got: seen.append(got))
    user.lower(func(["borrow<r>"]), own_home)(index)
    assert seen == [77], "the definer gets the representation itself"
    third = Guest("third", resources={"r": resource})
    third.instance.receive(resource, 0)

    def uses(got: int) -> None:
        seen.append((got, third.instance.table.get(got).rep, user.instance.table.get(index).lends))
        third.instance.drop(resource, got)

    user.lower(func(["borrow<r>"]), third.lift(func(["borrow<r>"]), uses))(index)
    assert seen[1:] == [(2, 77, 1)], "another guest gets a handle, and the lender's is lent"
    assert user.instance.table.get(index).lends == 0


def test_point_63_a_borrowed_handle_can_be_lent_on() -> None:
    _, user, resource = own_and_borrow([])
    scope = Scope()
    borrowed = user.instance.receive_borrowed(resource, 3, scope)
    lent = Scope()
    assert user.instance.lend(resource, borrowed, lent) == 3
    assert trap_of(user.instance.drop, resource, borrowed) is Trap.HANDLE_LENT
    lent.end_caller()
    lent.end_caller()  # there is nothing more to give back
    user.instance.drop(resource, borrowed)
    scope.end_callee()


def test_point_64_one_handle_borrowed_and_owned_in_one_call() -> None:
    _, user, resource = own_and_borrow([])
    index = user.instance.receive(resource, 1)
    borrow_first = user.lower(func(["borrow<r>", "own<r>"]), host_function(lambda *_: []))
    assert trap_of(borrow_first, index, index) is Trap.HANDLE_LENT
    _, user, resource = own_and_borrow([])
    index = user.instance.receive(resource, 1)
    own_first = user.lower(func(["own<r>", "borrow<r>"]), host_function(lambda *_: []))
    assert trap_of(own_first, index, index) is Trap.UNKNOWN_HANDLE


def test_point_65_what_was_lent_is_whole_again_after_the_call() -> None:
    events: list[Any] = []
    _, user, resource = own_and_borrow(events)
    index = user.instance.receive(resource, 1)
    during: list[Trap | None] = []

    def drops(_: list[int]) -> list[Any]:
        during.append(trap_of(user.instance.drop, resource, index))
        return []

    lend = user.lower(func(["list<borrow<r>>"]), host_function(drops))
    user.memory[100:108] = index.to_bytes(4, "little") * 2
    lend(100, 2)
    assert during == [Trap.HANDLE_LENT]
    user.instance.drop(resource, index)
    assert events == [("r dtor", 1)]


def test_point_66_a_callee_returns_what_it_borrowed_first() -> None:
    events: list[Any] = []
    _, user, resource = own_and_borrow(events)
    keeper = Guest("keeper", events, resources={"r": resource})
    index = user.instance.receive(resource, 1)
    keep = keeper.lift(func(["borrow<r>"], "string"), lambda _: [0], lambda _: events.append("post-return"))
    assert trap_of(user.lower(func(["borrow<r>"], "string"), keep), index, 200) is Trap.BORROWS_LEFT
    assert events == [], "neither are results lowered nor does post-return run"


def test_point_67_indices_mean_nothing_elsewhere() -> None:
    definer, user, resource = own_and_borrow([])
    child = Instance("child", user.instance)
    user.instance.receive(resource, 1)
    for other in (definer.instance, child):
        assert trap_of(other.rep, resource, 1) is Trap.UNKNOWN_HANDLE


def test_point_68_handles_within_other_values() -> None:
    _, user, resource = own_and_borrow([])
    out: list[int] = []
    side = Side(bytearray(64), lambda *_: [16], instance=user.instance, resources={"r": resource})
    flattener(parse_type("tuple<option<own<r>>, list<own<r>>>"))(side, (Case("some", 10), [20, 30]), out)
    assert out == [1, 1, 16, 2] and side.memory[16:24] == b"\2\0\0\0\3\0\0\0"
    assert [user.instance.rep(resource, index) for index in (1, 2, 3)] == [10, 20, 30]


def test_point_69_resources_of_the_host() -> None:
    events: list[Any] = []
    guest = Guest("guest", events)
    hosts = a_resource(None, "host", events)
    guest.resources["h"] = hosts
    index = guest.instance.receive(hosts, 9)
    guest.instance.drop(hosts, index)
    assert events == [("host dtor", 9)]
    destroy(a_resource(guest, "guest", events), 4, None)
    destroy(ResourceType("plain"), 4, None)
    assert events[1:] == [("guest dtor", 4)]


def test_handles_need_their_surroundings() -> None:
    bare = Side(bytearray(64), resources={"r": ResourceType("r")})
    placed = Side(bytearray(64), resources={"r": ResourceType("r")}, instance=Instance("i"))
    from conformance.abi.lift import unflattener

    for side, t in ((bare, Own("r")), (bare, Borrow("r")), (placed, Borrow("r"))):
        with pytest.raises(ValueError, match="handles need"):
            flattener(t)(side, 1, [])
        with pytest.raises(ValueError, match="handles need"):
            unflattener(t)(side, iter([1]))
    with pytest.raises(ValueError, match="realloc"):
        bare.allocate(1, 1)
