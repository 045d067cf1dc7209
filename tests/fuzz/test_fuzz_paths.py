"""The paths between host and guest on real runtimes: what each kind of outcome looks like, and drawn types and values.

Each runtime has its known disagreements with the model, as patterns over what a finding says; anything else is
news. The runtimes are those of the suite, in the environments that the suite makes for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Literal

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from conformance.abi.images import Image
from conformance.abi.strategies import Scope, images, types, values
from conformance.abi.strings import Encoding
from conformance.abi.types import STRING, U8, Case, Func, Result, Type
from conformance.abi.wit import parse_type
from conformance.errors import Unprovided
from conformance.fuzz.calls import Call, Callee, Caller, Outcome
from conformance.fuzz.paths import Batch, Finding, Lifting, Lowering
from conformance.fuzz.probes import IMAGE_SIZE, Guest
from conformance.resources import RUNNERS
from conformance.runtimes.runtime import bring
from conformance.runtimes.spec import Wanted, load_runner

KNOWN: dict[str, dict[str, str]] = {
    "wasmtime-py": {},
    "jco-node": {
        "small integers are refused, not truncated": r"trapped: TypeError: must be between",
        "flags that do not exist are refused, not ignored": r"trapped: TypeError: flags have extraneous bits set",
        "bools beyond 1 are refused": r"trapped: TypeError: invalid variant discriminant for bool",
        "malformed strings are repaired": r"want a trap \(string-malformed\), got",
        "byte order marks are lost": r"want .*\\u\{feff\}.*, got",
        "lists beyond the memory's end are cut off": r"want a trap \(list-out-of-bounds\), got",
        "lists that are too long are cut off": r"want a trap \(list-too-long\), got",
        "there is no realloc for an empty string in UTF-8": r"realloc call \d+: want realloc\(0x0, 0, 1, 0\)",
        "a joined slot is sign-extended": r"core value \d+ \(i64\): want 0x([89a-f][0-9a-f]{7}), got 0xffffffff\1;?",
    },
}
CAPABLE = tuple(KNOWN)
LOWERED: tuple[Literal["probe", "ask"], ...] = ("probe", "ask")
LIFTED: tuple[Literal["give", "pass"], ...] = ("give", "pass")


@cache
def caller_of(name: str) -> Caller | Unprovided:
    loaded = load_runner(RUNNERS / name)
    try:
        return Caller(bring(Wanted(loaded, loaded.runner.version.default)))
    except Unprovided as absent:
        return absent


@pytest.fixture(params=CAPABLE)
def caller(request: pytest.FixtureRequest) -> Caller:
    found = caller_of(request.param)
    if isinstance(found, Unprovided):
        pytest.skip(str(found))
    return found


@pytest.fixture(scope="module", autouse=True)
def drivers_end() -> Iterator[None]:
    yield
    for name in CAPABLE:
        found = caller_of(name)
        if isinstance(found, Caller):
            found.close()


def guest_of(*wits: str) -> tuple[Guest, Batch]:
    guest = Guest.of([((parse_type(wit),), "utf8", False) for wit in wits])
    return guest, Batch(guest)


def one(caller: Caller, callee: Callee, *calls: Call, unguarded: bool = False) -> list[Outcome]:
    (outcomes,) = caller.call(callee, [calls], unguarded=unguarded)
    return outcomes


def test_a_trap_ends_the_instance_and_not_the_batch(caller: Caller) -> None:
    _, batch = guest_of("char")
    give = [Call("give0", ([number],)) for number in (0x41, 0xD800, 0x42)]
    outcomes = caller.call(batch.callee, [give, give[2:]])
    assert [outcome.kind for several in outcomes for outcome in several] == [
        "returned", "trapped", "left-out", "returned",
    ]  # fmt: skip
    assert (outcomes[0][0].value, outcomes[1][0].value) == ("A", "B")


def test_every_path_shows_what_went_over_it(caller: Caller) -> None:
    guest, batch = guest_of("record { a-b: string, c: option<option<u64>>, d: result<_, f32>, e: list<s16> }")
    value = {"a-b": "h\xe9\u20ac", "c": Case("some", Case("none")), "d": Case("error", -0.0), "e": [-1, 0x7FFF]}
    probe = guest.probes[0]
    batch.checks += [Lowering("probe", probe, (value,)), Lowering("ask", probe, (value,))]
    outcomes = caller.call(batch.callee, batch.sequences())
    assert batch.findings(outcomes) == []
    assert outcomes[1][0].taken == (("answer0", ()),)
    broken = [Outcome("returned", data=outcome.data[:-16] + "A" * 16) for (outcome,) in outcomes]
    assert [found.what for found in batch.findings([[outcome] for outcome in broken])] == ["difference"] * 2


def test_nothing_is_left_of_the_image_before(caller: Caller) -> None:
    """Neither its bytes nor the core values behind it: a list that goes on beyond the image is of zeros."""
    _, batch = guest_of("list<u8>")
    probe = batch.guest.probes[0]
    full = Image(probe.whole, "utf8", b"\xff" * 200, 0, (0, 200))
    batch.checks += [
        check
        for image in (Image(probe.whole, "utf8", b"\x07" * 8, 0, (0, 120)), Image(probe.whole, "utf8", b"", 0, (0, 40)))
        for check in (Lifting("pass", probe, full), Lifting("pass", probe, image))
    ]
    outcomes = caller.call(batch.callee, batch.sequences())
    assert batch.findings(outcomes) == []
    assert [several[0].taken[0][1][0][:10] for several in outcomes] == [
        [255] * 10, [7] * 8 + [0] * 2, [255] * 10, [0] * 10,
    ]  # fmt: skip


def test_probes_share_what_is_the_same_for_them(caller: Caller) -> None:
    """Core functions of one signature are one, and both allocators are in one guest."""
    code: Encoding = "utf16"
    wanted = [((parse_type(wit),), code, in_place) for wit in ("string", "list<u8>") for in_place in (False, True)]
    batch = Batch(Guest.of(wanted))
    assert [batch.guest.text.count(f'(func (export "{name}")') for name in ("probe i32 i32", "give i32")] == [1, 1]
    text = "e\u0301"
    batch.checks += [Lowering(path, probe, (text,)) for probe in batch.guest.probes[:2] for path in LOWERED]
    batch.checks += [Lowering(path, probe, ([1, 2, 3],)) for probe in batch.guest.probes[2:] for path in LOWERED]
    assert batch.findings(caller.call(batch.callee, batch.sequences())) == []


@pytest.mark.parametrize("value", [Case("ok", 7), Case("error", "no")])
def test_results_are_results_on_all_paths(caller: Caller, value: Case) -> None:
    t = Result(U8, STRING)
    guest, batch = guest_of("result<u8, string>")
    probe = guest.probes[0]
    image = Image(t, "utf8", bytes.fromhex("00 00 00 00 07 00 00 00 00 00 00 00"), 0)
    if value.label == "error":
        image = Image(t, "utf8", bytes.fromhex("01 00 00 00 0c 00 00 00 02 00 00 00") + b"no", 0)
    flats = (0, 7, 0) if value.label == "ok" else (1, 12, 2)
    batch.checks += [Lowering("probe", probe, (value,)), Lowering("ask", probe, (value,))]
    batch.checks += [
        Lifting("give", probe, image),
        Lifting("pass", probe, Image(t, "utf8", image.memory, 0, flats)),
    ]
    outcomes = caller.call(batch.callee, batch.sequences())
    assert batch.findings(outcomes) == []
    assert (outcomes[2][0].value, outcomes[3][0].taken) == (value, (("take0", (value,)),))


def test_a_component_that_is_none_is_refused(caller: Caller) -> None:
    callee = Callee('(component (export "f" (func 7)))', {"f": Func()})
    assert [outcome.kind for outcome in one(caller, callee, Call("f"))] == ["refused"]


def test_an_import_that_is_not_provided_is_refused_or_crashes_nothing(caller: Caller) -> None:
    _, batch = guest_of("u8")
    callee = Callee(batch.guest.text, batch.callee.exports, {})
    (outcome,) = one(caller, callee, Call("probe0", (1,)))
    assert outcome.kind in ("refused", "crashed"), outcome


def test_what_the_binding_refuses_is_told_apart(caller: Caller) -> None:
    _, batch = guest_of("u8", "string", "char", "bool")
    calls = [("probe0", 300), ("probe1", [0xD800]), ("probe2", 0x110000), ("probe2", 0xD800), ("probe3", "yes")]
    outcomes = caller.call(batch.callee, [[Call(name, (value,), raw=True)] for name, value in calls])
    kinds = [outcome.kind for (outcome,) in outcomes]
    # JavaScript has strings that are none, and jco makes what fits of numbers that do not: it refuses less.
    least = ["returned", "returned", "rejected", "returned", "returned"]
    assert all(kind in ("rejected", at_least) for kind, at_least in zip(kinds, least, strict=True)), outcomes


def test_nans_keep_their_bits_as_far_as_bindings_let_them(caller: Caller) -> None:
    _, batch = guest_of("f64", "f32")
    for name, bits, quiet in (("give0", 0x7FF8000000000001, 0x7FF8 << 48), ("give1", 0x7FC00001, 0x7FC0 << 16)):
        (outcome,) = one(caller, batch.callee, Call(name, ([bits],)))
        assert outcome.value != outcome.value and int(outcome.data, 16) & quiet == quiet, outcome


def test_a_process_that_a_value_ends_costs_that_call() -> None:
    """Wasmtime's C API ends the process over a surrogate; the marshaller keeps it back unless it is told not to."""
    caller = caller_of("wasmtime-py")
    if isinstance(caller, Unprovided):
        pytest.skip(str(caller))
    _, batch = guest_of("char")
    sequences = [[Call("probe0", (number,), raw=True)] for number in (0x41, 0xD800, 0x42)]
    assert [several[0].kind for several in caller.call(batch.callee, sequences)] == ["returned", "rejected", "returned"]
    died = caller.call(batch.callee, sequences, unguarded=True)
    assert [several[0].kind for several in died] == ["returned", "crashed", "returned"], died


def test_a_guest_that_never_ends_costs_its_call(caller: Caller) -> None:
    callee = Callee(
        """(component (core module $M (func (export "f")) (func (export "g") (loop (br 0))))
        (core instance $m (instantiate $M))
        (func (export "f") (canon lift (core func $m "f"))) (func (export "g") (canon lift (core func $m "g"))))""",
        {"f": Func(), "g": Func()},
    )
    before = caller._batch_s, caller._alone_s
    caller._batch_s, caller._alone_s = 4.0, 4.0
    try:
        outcomes = caller.call(callee, [[Call("f")], [Call("g")], [Call("f")]])
    finally:
        caller._batch_s, caller._alone_s = before
    assert [several[0].kind for several in outcomes] == ["returned", "timed-out", "returned"]


def test_a_transpiler_that_panics_is_replaced() -> None:
    """jco's transpiler panics over strings in latin1+utf16, and is beyond use afterwards."""
    caller = caller_of("jco-node")
    if isinstance(caller, Unprovided):
        pytest.skip(str(caller))
    bad = Batch(Guest.of([((STRING,), "latin1+utf16", False)]))
    _, good = guest_of("string")
    kinds = [one(caller, batch.callee, Call("probe0", ("a",)))[0].kind for batch in (bad, good, bad, good)]
    assert kinds == ["refused", "returned"] * 2


def drawn(data: st.DataObject, scope: Scope, known: tuple[Encoding, ...]) -> Batch:
    """A guest with some probes, and checks of each path."""
    wanted = [
        (
            tuple(data.draw(st.lists(types(scope), min_size=1, max_size=2))),
            data.draw(st.sampled_from(known)),
            data.draw(st.booleans()),
        )
        for _ in range(4)
    ]
    batch = Batch(Guest.of(wanted))
    for probe in batch.guest.probes:
        for _ in range(2):
            lowered = tuple(data.draw(values(t)) for t in probe.types)
            batch.checks += [c for path in LOWERED if (c := Lowering(path, probe, lowered)).fits()]
            for path in LIFTED:
                flat = probe.given_flat if path == "give" else probe.passed_flat
                image = data.draw(images(probe.whole, probe.encoding, flat=flat))
                if len(image.memory) <= IMAGE_SIZE:
                    batch.checks.append(Lifting(path, probe, image))
    return batch


def unknown(name: str, findings: list[Finding]) -> list[str]:
    """Those that no pattern knows."""
    patterns = [re.compile(pattern) for pattern in KNOWN[name].values()]
    return [str(found)[:600] for found in findings if not any(pattern.search(found.detail) for pattern in patterns)]


@pytest.mark.parametrize(("name", "examples", "wide"), [("wasmtime-py", 50, True), ("jco-node", 30, False)])
def test_drawn_values_are_what_the_model_says(name: str, examples: int, wide: bool) -> None:
    caller = caller_of(name)
    if isinstance(caller, Unprovided):
        pytest.skip(str(caller))
    findings: list[Finding] = []
    kinds: Counter[str] = Counter()
    met: set[Type] = set()

    @seed(5)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def campaign(data: st.DataObject) -> None:
        batch = drawn(data, Scope(wide=wide), caller.encodings)
        outcomes = caller.call(batch.callee, batch.sequences())
        kinds.update(several[-1].kind for several in outcomes)
        met.update(probe.whole for probe in batch.guest.probes)
        findings.extend(batch.findings(outcomes))

    campaign()
    assert unknown(name, findings) == []
    assert len(met) >= examples
    assert min(kinds["returned"], kinds["trapped"]) > examples, kinds
