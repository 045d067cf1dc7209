"""The core modules of a component of a scenario: one has what must be there first, the other the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from conformance.abi.layout import Core, core_signature
from conformance.fuzz.predict import FILL, HEAP_END
from conformance.fuzz.reporter import literal, notes
from conformance.fuzz.scenario import KINDS, Component, Operation, Scenario, operations

PAGE = 1 << 16
REALLOC = "cabi_realloc"
"""What compilers call it; only the option counts, but not everywhere."""
LOG = 1024
"""Where calls of realloc are noted, 20 bytes each."""
NOTES = 0xC000
"""Where a module that has it all keeps words until it is asked for them."""


@dataclass(frozen=True)
class Body:
    """A function of the module `$Code`, and how others reach it: as an export, or if early by a trampoline."""

    name: str
    params: tuple[Core, ...]
    result: Core | None
    operations: tuple[Operation, ...]
    early: bool = False
    """Whether it is wanted before there is `$Code`."""
    default: str = "(unreachable)"
    """What it returns where its operations do not say."""

    @property
    def signature(self) -> str:
        """Its type in text."""
        params = f"(param {' '.join(self.params)}) " if self.params else ""
        return params + (f"(result {self.result})" if self.result else "")


class Code:
    """The code of a component."""

    def __init__(self, scenario: Scenario, name: str, asked: Sequence[str]) -> None:
        self._scenario = scenario
        self._name = name
        self.asked = asked
        """The instances that it asks for their words."""
        self._component: Component = scenario.of(name)

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """All functions; those that are wanted early have a trampoline at their place in the table."""
        found = []
        if self._component.allocator.first:
            found.append(Body("first", ("i32",) * 4, None, operations(self._component.allocator.first), True))
        for label, text in self._component.resources.items():
            if text is not None:
                found.append(Body(f"drop {label}", ("i32",), None, operations(text), True))
        early = self.early
        for name, function in self._component.exports.items():
            core = core_signature(function.type, "lift")
            result = core.results[0] if core.results else None
            found.append(Body(f"do {name}", core.params, result, operations(function.body), early))
            if function.post_return is not None:
                found.append(Body(f"after {name}", core.results, None, operations(function.post_return), early))
        if self._component.run is not None:
            found.append(Body("run", (), "i32", self._run(), default="(i32.const 0)"))
        return tuple(found)

    @property
    def early(self) -> bool:
        """Whether children may call the exported functions, which then have to be there before all children."""
        return bool(self._scenario.children(self._name))

    @property
    def trampolines(self) -> list[Body]:
        """The functions that are wanted early."""
        return [body for body in self.bodies if body.early]

    def _run(self) -> tuple[Operation, ...]:
        """What is run; where it must trap, a word at the end says that it did not."""
        body = operations(self._component.run or "")
        return (*body, Operation("survived", ())) if self._scenario.trap else body

    @cached_property
    def builtins(self) -> tuple[tuple[str, str, str], ...]:
        """The built-ins that the operations need: `new`, `drop` or `rep`, the defining instance, and the resource."""
        found: dict[tuple[str, str, str], None] = {}
        for body in (*self.bodies, self._start):
            for operation in body.operations:
                if operation.verb in ("new", "drop", "rep"):
                    found[operation.verb, *self.owned(operation.words[0])] = None
        return tuple(found)

    def owned(self, resource: str) -> tuple[str, str]:
        """The instance that defines a resource, and its name there."""
        return self._scenario.owner(resource, self._name), resource.rpartition(".")[2]

    @property
    def _start(self) -> Body:
        return Body("start", (), None, operations(self._component.start))

    @property
    def alone(self) -> bool:
        """Whether it calls nothing, and so is one module; words take the last 16 KiB of its memory."""
        own = self._component
        room = own.pages == 1 and own.base < HEAP_END and all(at < NOTES for at in own.data)
        calls = self._scenario.called(self._name) or self.builtins or self.trampolines or own.start
        return room and not calls and own.run is None and not self._scenario.told

    def reports(self, function: str) -> bool:
        """Whether this function of the reporter is there for it: others than the one that is run only note."""
        return function == "note" or self._scenario.told or self._component.run is not None

    def memory_module(self) -> str:
        """Memory, realloc, dump, and the trampolines."""
        component = self._component
        end = HEAP_END if component.base < HEAP_END else component.pages * PAGE
        start = component.base - component.room
        lines = [
            "" if self.alone else '(import "" "note" (func $note (param i32 i64)))',
            f'(memory (export "memory") {component.pages})',
            f'(table (export "table") {len(self.trampolines)} funcref)' if self.trampolines else "",
            f"(global $top (mut i32) (i32.const {component.base})) (global $last (mut i32) (i32.const 0))",
            "(global $calls (mut i32) (i32.const 0)) (global $ever (mut i32) (i32.const 0))",
            f"(data (i32.const 16) {literal(self._name.encode())})",  # equal modules might be taken for one
            *(f"(data (i32.const {at}) {literal(bytes.fromhex(hexes))})" for at, hexes in component.data.items()),
            f"(func $fill (memory.fill (i32.const {start}) (i32.const {FILL}) (i32.const {end - start})))",
            "(start $fill)",
            *(self._trampoline(index, body) for index, body in enumerate(self.trampolines)),
            self._realloc(),
            self._dump(start),
        ]
        if self.alone:
            lines += [notes(NOTES), *self._functions()]
        return "\n".join(filter(None, lines))

    def _trampoline(self, index: int, body: Body) -> str:
        arguments = " ".join(f"(local.get {number})" for number in range(len(body.params)))
        call = f"(call_indirect {body.signature} {arguments} (i32.const {index}))"
        return f'(func $f{index} (export "{body.name}") {body.signature} {call})'

    @property
    def realloc(self) -> str:
        """The name of realloc."""
        return f"our-{REALLOC}" if self._component.allocator.decoy else REALLOC

    def _realloc(self) -> str:
        allocator = self._component.allocator
        first = next((index for index, body in enumerate(self.trampolines) if body.name == "first"), None)
        begin = "" if first is None else f"(call $f{first} {' '.join(f'(local.get {n})' for n in range(4))})"
        answers = "\n".join(
            f"(if (i32.eq (global.get $ever) (i32.const {call}))"
            f" (then (local.set $block (i32.const {answer})) (br $made)))"
            for call, answer in allocator.answers.items()
        )
        text = _REALLOC.replace("@FIRST", begin).replace("@ANSWERS", answers).replace("@LOG", str(LOG))
        text = text.replace("@IN-PLACE", _IN_PLACE if allocator.in_place else "")
        text = text.replace("@NAME", self.realloc)
        if allocator.decoy:
            text += f'\n(func (export "{REALLOC}") (param i32 i32 i32 i32) (result i32) (unreachable))'
        return text.replace("@GROW", _GROW if allocator.grows else "")

    def _dump(self, start: int) -> str:
        numbers = {"@REALLOC": KINDS.index("realloc"), "@MEMORY": KINDS.index("memory"), "@LOG": LOG, "@FILL": FILL}
        text = _DUMP.replace("@START", str(start)).replace("@BASE", str(self._component.base))
        for key, number in numbers.items():
            text = text.replace(key, str(number))
        return text

    def code_module(self) -> str:
        """The operations."""
        lines = [
            '(import "" "memory" (memory 1))',
            '(import "" "table" (table 1 funcref))' if self.trampolines else "",
            '(import "" "note" (func $note (param i32 i64))) (import "" "dump" (func $dump))',
            *(f'(import "" "{name}" (func ${name}))' for name in ("check", "done", "survived") if self.reports(name)),
        ]
        for other in self.asked:
            lines.append(f'(import "" "kind-{other}" (func $kind-{other} (result i32)))')
            lines.append(f'(import "" "word-{other}" (func $word-{other} (result i64)))')
        for called in self._scenario.called(self._name):
            core = core_signature(self._scenario.function(called)[1].type, "lower")
            body = Body("", core.params, core.results[0] if core.results else None, ())
            lines.append(f'(import "" "{called.replace(".", "-")}" (func ${called} {body.signature}))')
        for builtin in self.builtins:
            name, result = "-".join(builtin), "" if builtin[0] == "drop" else "(result i32)"
            lines.append(f'(import "" "{name}" (func ${name} (param i32) {result}))')
        lines += [_ASK.replace("@OTHER", other) for other in self.asked]
        lines += self._functions()
        if self._component.start:
            lines.append(f"{self._function(self._start, '$start')} (start $start)")
        if self.trampolines:
            places = (f"$f{index}" for index, body in enumerate(self.bodies) if body.early)
            lines.append(f"(elem (i32.const 0) {' '.join(places)})")
        return "\n".join(filter(None, lines))

    def _functions(self) -> Iterator[str]:
        for index, body in enumerate(self.bodies):
            yield self._function(body, f"$f{index}")
            if not body.early:
                yield f'(export "{body.name}" (func $f{index}))'

    def _function(self, body: Body, name: str) -> str:
        writer = _Writer(self, body, name, self._scenario)
        lines = [f"(call $ask-{other})" for other in self.asked] if body.name == "run" else []
        lines += [line for operation in body.operations for line in writer.write(operation)]
        kinds = [f"(local ${target} {core})" for target, core in writer.locals.items()]
        end = body.default if body.result else ""
        return f"(func {name} {body.signature} {' '.join(kinds)}\n{chr(10).join(lines)} {end})"


class _Writer:
    """Writes the operations of one function."""

    def __init__(self, code: Code, body: Body, name: str, scenario: Scenario) -> None:
        self._code = code
        self._body = body
        self._name = name
        self._scenario = scenario
        self.locals: dict[str, Core] = {}

    def _core_of(self, word: str) -> Core | None:
        """The type of a name; None for a number."""
        if word in self.locals:
            return self.locals[word]
        index = word[1:] if word[:1] == "p" else ""
        return self._body.params[int(index)] if index.isdigit() else None

    def value(self, word: str, core: Core) -> str:
        """A core value of this type."""
        has = self._core_of(word)
        if has is None:
            integer = core.replace("f", "i")
            number = f"({integer}.const {int(word, 0) & ((1 << int(core[1:])) - 1)})"
            return f"({core}.reinterpret_{integer} {number})" if core[0] == "f" else number
        got = f"(local.get ${word})" if word in self.locals else f"(local.get {word[1:]})"
        if has == core:
            return got
        if core == "i64":
            return {
                "i32": f"(i64.extend_i32_u {got})",
                "f32": f"(i64.extend_i32_u (i32.reinterpret_f32 {got}))",
                "f64": f"(i64.reinterpret_f64 {got})",
            }[has]
        if (has, core) == ("i64", "i32"):
            return f"(i32.wrap_i64 {got})"
        raise ValueError(f"{word} is {has}, where {core} is wanted")

    def write(self, operation: Operation) -> Iterator[str]:
        """The text of an operation."""
        words = operation.words
        match operation.verb:
            case "note":
                yield from (self._note(words[0], word) for word in words[1:])
            case "dump":
                yield from (self._note("flat", f"p{index}") for index in range(len(self._body.params)))
                yield "(call $dump)"
            case "check" | "done" | "survived":
                yield f"(call ${operation.verb})"
            case "call" | "new" | "rep" | "drop":
                yield self._call(operation)
                if operation.verb in ("call", "drop"):
                    yield from (f"(call $ask-{other})" for other in self._code.asked)
            case "store":
                width = int(words[0])
                core: Core = "i64" if width == 8 else "i32"
                suffix = "" if width in (4, 8) else str(8 * width)
                yield f"({core}.store{suffix} {self.value(words[1], 'i32')} {self.value(words[2], core)})"
            case "load":
                yield self._load(operation)
            case "add":
                one, other = (self.value(word, "i32") for word in words)
                yield self._named(operation, "i32", f"(i32.add {one} {other})")
            case _:
                yield from self._control(operation)

    def _control(self, operation: Operation) -> Iterator[str]:
        words = operation.words
        result = self._body.result
        match operation.verb:
            case "return":
                yield f"(return {self.value(words[0], result) if result else ''})"
            case "return-if":
                assert result is not None, "only what has a result returns one"
                yield f"(if {self._equal('eq', words)} (then (return {self.value(words[2], result)})))"
            case "only":
                yield f"(if {self._equal('ne', words)} (then (return {self.value('0', result) if result else ''})))"
            case "grow":
                yield f"(drop (memory.grow {self.value(words[0], 'i32')}))"
            case "recurse":
                arguments = " ".join(f"(local.get {index})" for index in range(len(self._body.params)))
                again = f"(call {self._name} {arguments})"
                yield f"(drop {again})" if result else again
            case "unreachable":
                yield "(unreachable)"

    def _equal(self, comparison: str, words: Sequence[str]) -> str:
        return f"(i64.{comparison} {self.value(words[0], 'i64')} {self.value(words[1], 'i64')})"

    def _note(self, kind: str, word: str) -> str:
        return f"(call $note (i32.const {KINDS.index(kind)}) {self.value(word, 'i64')})"

    def _load(self, operation: Operation) -> str:
        width = int(operation.words[0])
        core: Core = "i64" if width == 8 else "i32"
        suffix = "" if width in (4, 8) else f"{8 * width}_u"
        return self._named(operation, core, f"({core}.load{suffix} {self.value(operation.words[1], 'i32')})")

    def _named(self, operation: Operation, core: Core, text: str) -> str:
        """A value under the name that the operation gives it."""
        if operation.target is None:
            raise ValueError(f"the result of `{operation.verb}` has no name")
        self.locals[operation.target] = core
        return f"(local.set ${operation.target} {text})"

    def _call(self, operation: Operation) -> str:
        """A call, whose result gets a name or is dropped."""
        params: tuple[Core, ...] = ("i32",)
        results: tuple[Core, ...] = () if operation.verb == "drop" else ("i32",)
        callee = f"${'-'.join((operation.verb, *self._code.owned(operation.words[0])))}"
        if operation.verb == "call":
            core = core_signature(self._scenario.function(operation.words[0])[1].type, "lower")
            params, results, callee = core.params, core.results, f"${operation.words[0]}"
        arguments = " ".join(map(self.value, operation.words[1:], params))
        text = f"(call {callee} {arguments})"
        if operation.target is not None:
            if not results:
                raise ValueError(f"{operation.words[0]} has no result")
            return self._named(operation, results[0], text)
        return f"(drop {text})" if results else text


_ASK = """(func $ask-@OTHER (local $kind i32) (loop $next (if (local.tee $kind (call $kind-@OTHER)) (then
    (call $note (i32.sub (local.get $kind) (i32.const 1)) (call $word-@OTHER)) (br $next)))))"""
_REALLOC = """
  (func (export "@NAME") (param $old i32) (param $held i32) (param $align i32) (param $size i32) (result i32)
    (local $block i32) (local $note i32)
    @FIRST
    (block $made
      @ANSWERS
      @IN-PLACE
      (local.set $block (i32.and (i32.add (global.get $top) (i32.sub (local.get $align) (i32.const 1)))
                                 (i32.sub (i32.const 0) (local.get $align))))
      (global.set $top (i32.add (local.get $block) (local.get $size)))
      (global.set $last (local.get $block))
      @GROW
      (memory.copy (local.get $block) (local.get $old)
        (select (local.get $held) (local.get $size) (i32.lt_u (local.get $held) (local.get $size)))))
    (local.set $note (i32.add (i32.const @LOG) (i32.mul (global.get $calls) (i32.const 20))))
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (global.set $ever (i32.add (global.get $ever) (i32.const 1)))
    (i32.store (local.get $note) (local.get $old))
    (i32.store offset=4 (local.get $note) (local.get $held))
    (i32.store offset=8 (local.get $note) (local.get $align))
    (i32.store offset=12 (local.get $note) (local.get $size))
    (i32.store offset=16 (local.get $note) (local.get $block))
    (local.get $block))"""
_IN_PLACE = """
      (if (i32.and (i32.ne (local.get $held) (i32.const 0)) (i32.eq (local.get $old) (global.get $last))) (then
        (local.set $block (local.get $old))
        (global.set $top (i32.add (local.get $block) (local.get $size)))
        (br $made)))"""
_GROW = """
      (if (i32.gt_u (global.get $top) (i32.mul (memory.size) (i32.const 65536))) (then
        (drop (memory.grow (i32.shr_u (i32.add (i32.sub (global.get $top) (i32.mul (memory.size) (i32.const 65536)))
          (i32.const 65535)) (i32.const 16))))))"""
_DUMP = """
  (func $dump (export "dump") (local $at i32) (local $end i32)
    (local.set $end (i32.add (i32.const @LOG) (i32.mul (global.get $calls) (i32.const 20))))
    (local.set $at (i32.const @LOG))
    (loop $next (if (i32.lt_u (local.get $at) (local.get $end)) (then
      (call $note (i32.const @REALLOC) (i64.load32_u (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br $next))))
    (local.set $end (i32.and (i32.add (global.get $top) (i32.const 7)) (i32.const -8)))
    (local.set $at (i32.const @START))
    (loop $next (if (i32.lt_u (local.get $at) (local.get $end)) (then
      (call $note (i32.const @MEMORY) (i64.load (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br $next))))
    (memory.fill (i32.const @START) (i32.const @FILL) (i32.sub (local.get $end) (i32.const @START)))
    (global.set $calls (i32.const 0))
    (global.set $top (i32.const @BASE))
    (global.set $last (i32.const 0)))"""
