"""Component instances: their one table of handles, who may enter and leave them, and what may be done with handles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from conformance.abi.traps import CoreFunction, Trap, Trapped, run_core

MAX_INDEX = (1 << 28) - 1
"""Clause: Table State (Table.MAX_LENGTH)."""


@dataclass(eq=False, slots=True)
class ResourceType:
    """A resource type of one instance (of the host, if `definer` is None); another instance has another.

    Clause: Resource State. `destructor` is core code, and may be absent.
    """

    name: str
    definer: Instance | None = None
    destructor: CoreFunction | None = None


@dataclass(eq=False, slots=True)
class Handle:
    """An entry of a table. Clause: Resource State (ResourceHandle)."""

    resource: ResourceType
    rep: int
    scope: Scope | None = None
    """The call that a borrowed handle belongs to; None for an owned one."""
    lends: int = 0


@dataclass(eq=False, slots=True)
class Scope:
    """A call, as far as borrowed handles are concerned: what its callee still holds, and what its caller has lent."""

    held: int = 0
    """Clause: Tasks (num_borrows)."""
    lent: list[Handle] = field(default_factory=list)
    """Clause: Subtask State (lenders)."""

    def end_callee(self) -> None:
        """The callee returns: it holds no borrowed handle any more. Clause: Tasks (return_)."""
        if self.held:
            raise Trapped(Trap.BORROWS_LEFT, f"{self.held} borrowed handles")

    def end_caller(self) -> None:
        """The call is over: what was lent is back. Clause: Subtask State (deliver_resolve)."""
        for handle in self.lent:
            handle.lends -= 1
        self.lent.clear()


class Table:
    """Indices from 1; the index that was freed last is the next to be used. Clause: Table State."""

    def __init__(self, most: int = MAX_INDEX) -> None:
        self._entries: list[Handle | None] = [None]
        self._free: list[int] = []
        self._most = most

    def add(self, handle: Handle) -> int:
        """Clause: Table State (add)."""
        if self._free:
            index = self._free.pop()
            self._entries[index] = handle
            return index
        if len(self._entries) > self._most:
            raise Trapped(Trap.TABLE_FULL)
        self._entries.append(handle)
        return len(self._entries) - 1

    def get(self, index: int) -> Handle:
        """Clause: Table State (get)."""
        handle = self._entries[index] if index < len(self._entries) else None
        if handle is None:
            raise Trapped(Trap.UNKNOWN_HANDLE, str(index))
        return handle

    def remove(self, index: int) -> None:
        """Clause: Table State (remove)."""
        self.get(index)
        self._entries[index] = None
        self._free.append(index)

    def live(self) -> dict[int, Handle]:
        """What is in use, by index."""
        return {index: handle for index, handle in enumerate(self._entries) if handle is not None}


class Instance:
    """A component instance. Clause: Component Instances."""

    def __init__(self, name: str, parent: Instance | None = None, most: int = MAX_INDEX) -> None:
        self.name = name
        self.parent = parent
        self.table = Table(most)
        self.may_leave = True
        self.may_enter = True

    def lineage(self) -> list[Instance]:
        """Itself and its ancestors. Clause: Component Instances (self_and_ancestors)."""
        return [self, *(self.parent.lineage() if self.parent else [])]

    @contextmanager
    def entered(self, caller: Instance | None) -> Iterator[None]:
        """While a call from `caller` (None: the host) runs in here. A trap leaves it entered: it is lost.

        Clauses: Component Instances (entering_set), Embedding (Store.lift).
        """
        inside = caller.lineage() if caller else []
        entering = [instance for instance in self.lineage() if instance not in inside]
        if not all(instance.may_enter for instance in entering):
            raise Trapped(Trap.MAY_NOT_ENTER, self.name)
        for instance in entering:
            instance.may_enter = False
        yield
        for instance in entering:
            instance.may_enter = True

    @contextmanager
    def confined(self) -> Iterator[None]:
        """While realloc or post-return runs. Clauses: Lifting and Lowering Context, canon lift."""
        self.may_leave = False
        yield
        self.may_leave = True

    def check_leaving(self) -> None:
        """How lowered imports and some built-ins begin. Clauses: canon lower, resource.new, resource.drop."""
        if not self.may_leave:
            raise Trapped(Trap.MAY_NOT_LEAVE, self.name)

    def new(self, resource: ResourceType, rep: int) -> int:
        """Clause: canon resource.new."""
        self.check_leaving()
        return self.table.add(Handle(resource, rep))

    def rep(self, resource: ResourceType, index: int) -> int:
        """Clause: canon resource.rep, which may be called whether or not the instance may leave."""
        return self._get(resource, index).rep

    def drop(self, resource: ResourceType, index: int) -> None:
        """Clause: canon resource.drop. An owned handle's destructor has run when this returns."""
        self.check_leaving()
        handle = self._get(resource, index)
        self._check_not_lent(handle)
        self.table.remove(index)
        if handle.scope is not None:
            handle.scope.held -= 1
        else:
            destroy(resource, handle.rep, self)

    def receive(self, resource: ResourceType, rep: int) -> int:
        """An owned handle comes in. Clause: Storing (lower_own)."""
        return self.table.add(Handle(resource, rep))

    def receive_borrowed(self, resource: ResourceType, rep: int, scope: Scope) -> int:
        """A borrowed handle comes in; the instance that defines the resource gets the representation itself.

        Clause: Storing (lower_borrow).
        """
        if resource.definer is self:
            return rep
        scope.held += 1
        return self.table.add(Handle(resource, rep, scope))

    def give(self, resource: ResourceType, index: int) -> int:
        """An owned handle goes out. Clause: Loading (lift_own)."""
        handle = self._get(resource, index)
        self._check_not_lent(handle)
        if handle.scope is not None:
            raise Trapped(Trap.HANDLE_NOT_OWNED, str(index))
        self.table.remove(index)
        return handle.rep

    def lend(self, resource: ResourceType, index: int, scope: Scope) -> int:
        """A handle, owned or itself borrowed, is lent for a call. Clause: Loading (lift_borrow)."""
        handle = self._get(resource, index)
        handle.lends += 1
        scope.lent.append(handle)
        return handle.rep

    def _get(self, resource: ResourceType, index: int) -> Handle:
        """A handle of this very type. Clauses: Table State (get), Loading, canon resource.drop, canon resource.rep."""
        handle = self.table.get(index)
        if handle.resource is not resource:
            raise Trapped(Trap.WRONG_RESOURCE, f"{handle.resource.name}, not {resource.name}")
        return handle

    @staticmethod
    def _check_not_lent(handle: Handle) -> None:
        """Clauses: Loading (lift_own), canon resource.drop."""
        if handle.lends:
            raise Trapped(Trap.HANDLE_LENT, f"{handle.lends} times")


def destroy(resource: ResourceType, rep: int, caller: Instance | None) -> None:
    """Run a destructor as a call into the instance that defines the resource. Clause: canon resource.drop.

    The instance is entered whether or not there is a destructor, as the text calls an empty function in its place.
    """
    with resource.definer.entered(caller) if resource.definer else nullcontext():
        if resource.destructor:
            run_core(resource.destructor, [rep])
