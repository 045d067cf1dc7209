"""Each case can fail, and for its own reason: README.md beside this file."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import msgspec
import pytest

from conformance.case import Case
from conformance.corpus import Corpus, load_corpus
from conformance.engine import Options, attempt
from conformance.errors import Unprovided
from conformance.report import Record
from conformance.resources import RUNNERS
from conformance.runtimes.runtime import Runtime, bring, close_all
from conformance.runtimes.spec import Wanted, load_runner, split_selection
from faulty_host.proofs import HERE, Fault, Proof, Row, load_proofs, red_checks

PROOFS = load_proofs()
TIMEOUT_S = 5.0
ATTEMPTS = 3
"""jco itself wavers now and then (a file's end, a finalizer of an earlier guest); having failed is shown by once."""


class Laboratory:
    """Runs what the tests of this module want to see, side by side, and each case without a fault only once."""

    def __init__(self, corpus: Corpus, faulty_host: Runtime, pool: ThreadPoolExecutor) -> None:
        self.corpus = corpus
        self._runtimes = {"": faulty_host}
        self._pool = pool
        self._records: dict[tuple[int, str, bytes], Future[Record]] = {}

    def record(self, case: Case, label: str = "", turn: int = 0) -> Future[Record]:
        """The record of a case on the stand-in, or on a real runtime."""
        key = (turn, label, msgspec.json.encode((case.id, case.front)))
        if key not in self._records:
            self._records[key] = self._pool.submit(attempt, case, self._runtime(label), Options(timeout_s=TIMEOUT_S))
        return self._records[key]

    def begin(self, proof: Proof, turn: int = 0) -> tuple[Case, Future[Record] | None, Future[Record]]:
        """The case of a proof, its record without the fault (where there is a fault) and the one with it."""
        case = self.corpus.case(proof.case_id)
        if proof.row.red_on is not None:
            return case, None, self.record(case, proof.row.red_on, turn)
        label = proof.row.runtime
        return case, self.record(proof.sound(case), label, turn), self.record(proof.broken(case), label, turn)

    def _runtime(self, label: str) -> Runtime:
        if label not in self._runtimes:
            self._runtimes[label] = provided(label)
        return self._runtimes[label]


def provided(label: str) -> Runtime:
    """A runtime of the suite, as ``name`` or ``name@version``; skips where this machine cannot have it."""
    name, version = split_selection(label)
    try:
        return bring(Wanted(load_runner(RUNNERS / name), version))
    except Unprovided as absent:
        pytest.skip(str(absent))


def stand_in() -> Runtime:
    """The faulty host: the programs of jco-node in the environment of jco-node, with preload.mjs before it."""
    jco = provided("jco-node")
    loaded = load_runner(HERE)
    return msgspec.structs.replace(jco, name=loaded.runner.name, cannot={}, loaded=loaded)


@pytest.fixture(scope="module")
def laboratory(request: pytest.FixtureRequest) -> Iterator[Laboratory]:
    with ThreadPoolExecutor(3) as pool:
        laboratory = Laboratory(load_corpus(), stand_in(), pool)
        known = {case.id for case in laboratory.corpus.cases if case.stale is None}
        for item in request.session.items:  # all at once, so that they run side by side
            proof = getattr(getattr(item, "callspec", None), "params", {}).get("proof")
            if isinstance(proof, Proof) and proof.case_id in known:
                laboratory.begin(proof)
        yield laboratory
        pool.shutdown(cancel_futures=True)
    close_all()


@pytest.mark.parametrize("proof", [pytest.param(proof, id=proof.name) for proof in PROOFS])
def test_the_case_turns_red_for_its_own_reason(laboratory: Laboratory, proof: Proof) -> None:
    complaints = []
    for turn in range(ATTEMPTS):
        said = complaint(laboratory, proof, turn)
        if said is None:
            return
        complaints.append(said)
    pytest.fail(complaints[0], pytrace=False)


def complaint(laboratory: Laboratory, proof: Proof, turn: int = 0) -> str | None:
    """Why a row proves nothing, with every check of the attempt that shows it; or None."""
    case, without, with_fault = laboratory.begin(proof, turn)
    before: frozenset[str] = frozenset()
    if without is not None:
        sound = without.result()
        before = red_checks(case, sound)
        unreported = {check.name for check in sound.checks if check.got == "not reported"}
        if proof.red & (before | unreported):
            return f"not green without the fault: {told(sound)}"
    record = with_fault.result()
    turned = red_checks(case, record) - before
    if turned != proof.red:
        return f"turned red: {sorted(turned)}, want {sorted(proof.red)}: {told(record)}"
    if record.outcome != proof.row.outcome:
        return f"want {proof.row.outcome}, got {told(record)}"
    spoke = any(check.name in case.check_names and check.got != "not reported" for check in record.checks)
    if record.outcome == "fail" and not spoke:
        return f"the guest reported nothing: {told(record)}"
    if proof.red == {"expect.ending"} and record.reason.startswith("the set-up that the claim needs"):
        return f"only the set-up fails: {told(record)}"
    return None


READ = "wasi:filesystem/types#[method]descriptor.read"
OFFSET = Fault(item=READ, fault="argument", argument=1, add=1)
PROVE_NOTHING = {
    "harmless": (Row(red="first", host=msgspec.structs.replace(OFFSET, add=0)), "turned red: []"),
    "more than named": (Row(red="first", host=OFFSET), "turned red: ['again', 'first']"),
    "another ending": (Row(red="expect.ending", host=Fault(item=READ, fault="traps")), "want fail, got trap"),
    "no such function": (Row(red="first", host=Fault(item=f"{READ}s", fault="drops")), "turned red: ['expect.ending']"),
    "no such path": (Row(red="first", host=Fault(item=READ, fault="result", at="2", value=0)), "turned red: ['expect."),
    "never green": (Row(red="first", base=(OFFSET,), set_up={}), "not green without the fault"),
    "green there": (Row(red="first", red_on="jco-node"), "turned red: []"),
    "set-up fails": (Row(red="expect.ending", set_up={"files": {}}), "the guest reported nothing"),
}


@pytest.mark.parametrize(("row", "why"), PROVE_NOTHING.values(), ids=PROVE_NOTHING)
def test_a_row_that_proves_nothing_is_found_out(laboratory: Laboratory, row: Row, why: str) -> None:
    said = complaint(laboratory, Proof("filesystem/read-at-offset", 0, row))
    assert said is not None
    assert said.startswith(why), said


def told(record: Record) -> str:
    """A record in a few lines."""
    checks = [f"{'green' if c.ok else 'red'} {c.name}: got {c.got}, want {c.want}" for c in record.checks]
    return "\n".join((f"{record.outcome}: {record.reason}", *checks, record.stderr[:400]))


def test_every_row_is_about_a_case_and_its_checks() -> None:
    corpus = load_corpus()
    known = {case.id: case for case in corpus.cases}
    assert sorted({proof.case_id for proof in PROOFS} - set(known)) == []
    for proof in PROOFS:
        guests = {name for name in proof.red if not name.startswith("expect.")}
        assert guests <= {*known[proof.case_id].check_names, *outside_checks(known[proof.case_id])}, proof.name


def outside_checks(case: Case) -> set[str]:
    """The checks of a case that are not the guest's: about the responses of a served one, and what peers were sent."""
    sent = (request for peer in case.front.expect.peers.values() for request in peer.requests)
    return {want.check for want in case.answers} | {want.check for want in sent}
