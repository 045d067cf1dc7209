"""A file of expectations may build on another runtime's: what both share stands once, what differs is said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from conftest import Cli
from hypothesis import given
from stand_ins import good_guests, write_copier, write_corpus
from test_proposals import reports_of_one_runtime
from test_report import HEADER, RECORD

from conformance.errors import Malformed
from conformance.expectations import Expectation, assess, expectations_in, load_expectations, read_file
from conformance.proposals import propose
from conformance.report import Record, Report

BASE = """runtime = "moriarty"

[[expected]]
case = "io/a"
outcome = "fail"
reason = "x: got 1, want 2"
note = "the napoleon of crime"

[[expected]]
case = "io/b"
outcome = "crash"
reason = "crashed"
"""
HEIR = 'runtime = "moran"\nextends = "../moriarty/expectations.toml"\n'
OWN = '\n[[expected]]\ncase = "io/b"\noutcome = "trap"\nreason = "trapped"\n'
IDS = ("io/a", "io/b", "io/c")


@pytest.fixture
def gang(tmp_path: Path) -> Path:
    """Two folders of runners; the second has the expectations of the first."""
    for name, text in (("moriarty", BASE), ("moran", HEIR)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "expectations.toml").write_text(text)
    return tmp_path


def heir(gang: Path, text: str = HEIR) -> Path:
    file = gang / "moran" / "expectations.toml"
    file.write_text(text)
    return file


def loaded(*files: Path) -> tuple[Expectation, ...]:
    return load_expectations(files, IDS, ["moriarty", "moran", "mabuse"])


def told(some: Sequence[Expectation]) -> list[tuple[str, str, str]]:
    return [(one.runtime, one.entry.case, one.entry.outcomes[0]) for one in some]


def test_what_the_other_file_expects_is_expected_and_found_where_it_stands(gang: Path) -> None:
    found = loaded(heir(gang))
    assert told(found) == [("moran", "io/a", "fail"), ("moran", "io/b", "crash")]
    assert [one.place for one in found] == [f"{gang}/moriarty/expectations.toml:{line}" for line in (3, 9)]
    assert found[0].entry.note == "the napoleon of crime"


def test_the_other_runtime_is_not_touched_by_who_extends_it(gang: Path) -> None:
    found = loaded(gang / "moriarty" / "expectations.toml", heir(gang, HEIR + OWN))
    assert told(found)[:2] == [("moriarty", "io/a", "fail"), ("moriarty", "io/b", "crash")]
    assert told(found)[2:] == [("moran", "io/b", "trap"), ("moran", "io/a", "fail")]


def test_a_case_that_a_file_names_is_its_own_affair(gang: Path) -> None:
    assert told(loaded(heir(gang, HEIR + OWN))) == [("moran", "io/b", "trap"), ("moran", "io/a", "fail")]
    assert told(loaded(heir(gang, HEIR + 'passes = ["io/b"]\n'))) == [("moran", "io/a", "fail")]
    # an entry about certain versions alone is a word about the case all the same
    assert told(loaded(heir(gang, HEIR + OWN + 'versions = "<1"\n')))[0][1:] == ("io/b", "trap")


def test_a_file_may_extend_one_that_extends_another(gang: Path) -> None:
    heir(gang, HEIR + 'passes = ["io/a"]\n')
    third = gang / "mabuse.toml"
    third.write_text('runtime = "mabuse"\nextends = "moran/expectations.toml"\n')
    assert told(loaded(third)) == [("mabuse", "io/b", "crash")]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEIR.replace("../moriarty", "../milverton"), 2, "no such file: "),
        (HEIR.replace("../moriarty/", ""), 2, "a circle"),
        (HEIR.replace('"../moriarty/expectations.toml"', "7"), 2, "Expected `str | null`"),
        (HEIR.replace("extends", "extend"), 2, "unknown field `extend`\n  hint: did you mean extends"),
        ('runtime = "moran"\npasses = ["io/a"]\n', 1, "Expected `extends` beside `passes`"),
        (HEIR + 'passes = ["io/b"]\n' + OWN, 1, "got 'io/b' in both"),
        (HEIR + 'passes = ["io/bb"]\n', 3, "unknown case 'io/bb'\n  hint: did you mean"),
        (HEIR + "passes = [7]\n", 3, "Expected `str`"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(gang: Path, text: str, line: int, words: str) -> None:
    file = heir(gang, text)
    with pytest.raises(Malformed) as raised:
        loaded(file)
    assert str(raised.value).startswith(f"{file}:{line}: error")
    assert words.replace("a circle", "have no beginning") in str(raised.value)


def test_a_circle_of_several_is_one_too(gang: Path) -> None:
    base = gang / "moriarty" / "expectations.toml"
    base.write_text(BASE.replace("\n", '\nextends = "../moran/expectations.toml"\n', 1))
    with pytest.raises(Malformed, match=r"moriarty/expectations.toml:2: error.*have no beginning"):
        loaded(heir(gang))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BASE.replace("io/b", "io/bb"), "moriarty/expectations.toml:10: error"),
        (BASE.replace('"moriarty"', '"watson"'), "moriarty/expectations.toml:1: error"),
        (BASE.replace('"crashed"', '""'), "moriarty/expectations.toml:9: error"),
        ("\0", "moriarty/expectations.toml:1: error"),
    ],
)
def test_a_mistake_in_the_other_file_is_told_of_that_file(gang: Path, text: str, words: str) -> None:
    (gang / "moriarty" / "expectations.toml").write_text(text)
    with pytest.raises(Malformed) as raised:
        loaded(heir(gang))
    assert words in str(raised.value)


# ------------------------------------------------------------------------------------------------ keeping them true


def failed(case_id: str, reason: str = "x: got 1, want 2", outcome: str = "fail") -> Record:
    return msgspec.structs.replace(RECORD, case=case_id, outcome=outcome, reason=reason, runtime="moran@1")


A, B = failed("io/a"), failed("io/b", "crashed", "crash")


def report(*some: Record) -> Report:
    return Report(msgspec.structs.replace(HEADER, runtimes={"moran@1": {}}), some, None)


def updated(gang: Path, text: str, *reports: Report) -> str:
    """The file after an update, which must make the reports as expected, and not ask for another."""
    file = heir(gang, text)
    found = propose(file, text, "moran", reports)
    file.write_text(found.after)
    assert propose(file, found.after, "moran", reports).after == found.after
    for one in () if found.undecided else reports:
        judged = assess(one.header, one.records, loaded(file))
        assert (judged.news, judged.passes, judged.stale) == ((), (), ())
    return found.after


def test_what_is_as_the_other_file_expects_changes_nothing(gang: Path) -> None:
    assert updated(gang, HEIR, report(A, B)) == HEIR
    assert updated(gang, HEIR, report()) == HEIR


def test_what_fails_in_another_way_or_elsewhere_gets_an_entry_of_its_own(gang: Path) -> None:
    text = updated(gang, HEIR, report(failed("io/a", "x: got 7, want 2"), B, failed("io/c")))
    assert [(one.entry.case, one.entry.reason) for one in expectations_in(text, Path("a"))] == [
        ("io/a", "x: got 7, want 2"),
        ("io/c", "x: got 1, want 2"),
    ]
    assert text.startswith(f"{HEIR}\n[[expected]]\n")


def test_what_passes_here_alone_is_noted_in_order_and_taken_back_when_it_fails(gang: Path) -> None:
    good = [failed(case, "", "pass") for case in ("io/b", "io/a")]
    text = updated(gang, HEIR, report(*good))
    assert text == HEIR + 'passes = [\n    "io/a",\n    "io/b",\n]\n'
    text = updated(gang, text, report(good[0], A))
    assert text == HEIR + 'passes = [\n    "io/b",\n]\n'
    assert updated(gang, text, report(A, B)) == HEIR


def test_an_entry_that_holds_no_longer_does_not_bring_back_that_of_the_other_file(gang: Path) -> None:
    text = updated(gang, HEIR + OWN, report(A, failed("io/b", "", "pass")))
    assert text == HEIR + 'passes = [\n    "io/b",\n]\n'


def test_comments_stay(gang: Path) -> None:
    text = "# about moran\n" + HEIR + "# ... and why\n\n# about the trap" + OWN
    after = updated(gang, text, report(failed("io/a", "", "pass"), failed("io/b", "trapped", "trap")))
    assert after.startswith("# about moran\n") and after.endswith("\n\n# about the trap" + OWN)
    assert "# ... and why\n" in after and 'passes = [\n    "io/a",\n]\n' in after


@given(now=reports_of_one_runtime(["1"]).map(lambda reports: reports[:1]), before=reports_of_one_runtime(["1"]))
def test_after_an_update_nothing_is_news_whatever_is_extended(
    tmp_path_factory: pytest.TempPathFactory, now: list[Report], before: list[Report]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    base, file = folder / "base.toml", folder / "heir.toml"
    base.write_text(propose(base, "", "a", before).after or 'runtime = "a"\n')
    text = 'runtime = "a"\nextends = "base.toml"\n'
    found = propose(file, text, "a", now)
    file.write_text(found.after)
    assert propose(file, found.after, "a", now).after == found.after
    if not found.undecided:
        judged = assess(now[0].header, now[0].records, read_file(file))
        assert all(one.record.outcome in ("error", "unknown") for one in judged.news)
        assert (judged.passes, judged.stale) == ((), ())


def test_the_verbs_know_it(tmp_path: Path, cli: Cli) -> None:
    corpus = write_corpus(tmp_path / "corpus", good_guests(2))
    runners = [write_copier(tmp_path / name, name) for name in ("moriarty", "moran")]
    options = ("--corpus", corpus, "--runner", runners[0], "--runner", runners[1])
    entry = '[[expected]]\ncase = "good/case-0"\noutcome = "fail"\nreason = "x"\n'
    (runners[0] / "expectations.toml").write_text(f'runtime = "moriarty"\n\n{entry}')
    (runners[1] / "expectations.toml").write_text(HEIR)
    places = ("--expectations", tmp_path)
    run = ("run", *options, "-r", "moran", *places, "--strict", "--report", "r.jsonl")
    said = cli(*run)
    assert said.code == 1
    assert f"unexpected pass: good/case-0  moran@unknown, expected otherwise by {runners[0]}/expectations.toml:3" in (
        said.out
    )
    found = cli("expectations", "check", *options, *places)
    assert (found.code, "1 expectation in 2 files" in found.out) == (0, True)
    update = ("expectations", "update", "--from", "r.jsonl", *options, "--expectations", tmp_path, "--format", "json")
    (change,) = json.loads(cli(*update, "--write").out)
    assert (change["file"], change["passing"]) == (str(runners[1] / "expectations.toml"), ["good/case-0"])
    assert cli(*run).code == 0
