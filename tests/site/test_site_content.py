"""What the pages say is what the reports say."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_worlds import (
    FINDING,
    GUESTS,
    LINK,
    OPEN,
    POLL,
    Read,
    changed,
    corpus,
    made,
    record,
    report,
    some_report,
    world,
)

from conformance.coverage import facts
from conformance.errors import BadOption
from conformance.expectations import Expectations, expectations_in
from conformance.judge import GOOD, OUTCOMES, UNTRIED
from conformance.publish.matrix import GLYPHS
from conformance.publish.results import Results, spans
from conformance.publish.shown import command_line, excerpt, harmless, placeless
from conformance.publish.site.findings import Finding, finding_html, inline, read_findings
from conformance.publish.site.places import function_name, function_page
from conformance.publish.site.rendering import MEANINGS, TONES
from conformance.publish.site.support import support
from conformance.publish.slugs import slug
from conformance.publish.spec_links import lines_of, spec_link, wit_lines
from conformance.report import Earlier


def text_of(pages: dict[str, bytes], path: str) -> str:
    return Read(pages[path]).text


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    return made(world())


# ------------------------------------------------------------------------------------------------------ front page


def test_the_front_page_counts_by_level_and_tells_unsupported_apart(pages: dict[str, bytes]) -> None:
    page = pages["index.html"].decode()
    rows = dict(re.findall(r'<a href="runtimes/(\w+)\.html">\w+</a>(.*?)</tr>', page, re.DOTALL))
    alpha, beta = (" ".join(re.sub(r"<[^>]+>", " ", rows[name]).split()) for name in ("alpha", "beta"))
    assert "alpha, filesystem: must 1 of 2 ✗\ufe0e 1 failed may 1 of 1" in alpha
    assert "alpha, io: must 1 of 1 should 1 of 1" in alpha
    assert "beta, io: must 1 of 1 –\ufe0e 1 unsupported" in beta
    assert "beta, all areas: must 1 of 3 ✗\ufe0e 2 failed may 1 of 1 –\ufe0e 1 unsupported" in beta


def test_the_front_page_marks_families_and_says_what_was_run(pages: dict[str, bytes]) -> None:
    text = text_of(pages, "index.html")
    assert "one one implementation family, 2 runtimes: not 2 independent witnesses" in text
    assert "other implementation family" in text
    assert "2.0 newest of 2" in text
    assert "2026-01-02" in text
    assert corpus().sha256[:12] in text
    assert "suite 0.1.0" in text


def test_what_could_not_be_had_is_there_unless_another_report_has_it() -> None:
    away = report([], ["alpha@1.0"], unavailable={"gamma": "no wheel", "beta@0.9.0.dev1": "no network"})
    text = text_of(made(world(away, some_report())), "index.html")
    assert "gamma : no wheel" in text
    assert "no network" not in text


@given(st.dictionaries(st.sampled_from(sorted(GUESTS)), st.sampled_from(OUTCOMES), min_size=1))
def test_counts_are_those_of_the_records(outcomes: dict[str, str]) -> None:
    results = Results([report([record(case, "alpha@1", outcome) for case, outcome in outcomes.items()], ["alpha@1"])])
    version = results.products[0].newest
    some = [(case.front.level, results.outcome(case.id, version)) for case in corpus().cases]
    whole = support(some).whole
    assert whole.good == sum(outcome in GOOD for outcome in outcomes.values())
    assert whole.tried == sum(outcome not in UNTRIED for outcome in outcomes.values())
    assert sum(one.tally.good for one in support(some).levels) == whole.good


# -------------------------------------------------------------------------------------------- versions and reports


def test_the_newest_report_about_a_version_wins() -> None:
    old = report([record("io/poll-one", "alpha@1", "fail")], ["alpha@1"], started="2026-01-01T00:00:00Z")
    new = report([record("io/poll-one", "alpha@1")], ["alpha@1"], started="2026-03-01T00:00:00Z")
    for reports in ((old, new), (new, old)):
        results = Results(reports)
        assert results.outcome("io/poll-one", results.products[0].newest) == "pass"
        assert results.products[0].newest.started == "2026-03-01T00:00:00Z"


def test_versions_are_ordered_as_versions_and_a_build_of_ones_own_is_never_the_newest() -> None:
    labels = ["a@9.0", "a@10.0", "a@10.0.dev1", "a:/usr/bin/a"]
    (product,) = Results([report([], labels)]).products
    assert [version.label for version in product.versions] == ["a:/usr/bin/a", "a@9.0", "a@10.0.dev1", "a@10.0"]


def test_versions_are_side_by_side_on_the_runtimes_page_and_the_front_page_has_the_newest(
    pages: dict[str, bytes],
) -> None:
    runtime = text_of(pages, "runtimes/alpha.html")
    assert "Area 2.0 1.0" in runtime
    assert "1.0 → 2.0: 4 cases came to another end" in runtime
    assert "filesystem/link-at ☠\ufe0e crash → ✗\ufe0e fail" in runtime
    front = text_of(pages, "index.html")
    assert "alpha 2.0" in front
    assert "1.0" not in front.replace("2026-01-02", "").replace("0.1.0", "")


def test_reports_over_different_corpora_are_not_mixed() -> None:
    with pytest.raises(BadOption, match="different corpora"):
        Results([some_report(), report([], corpus_sha256="other")])
    with pytest.raises(BadOption, match="without a report"):
        Results([])


def test_results_of_another_corpus_are_marked_and_cases_that_are_gone_are_left_out() -> None:
    other = report(
        [record("io/poll-one", "alpha@1", component_sha256="0"), record("io/poll-one", "alpha@1", case="io/gone")],
        ["alpha@1"],
        corpus_sha256="other",
    )
    pages = made(world(other))
    assert "another state of the corpus" in text_of(pages, "index.html")
    assert "1 cases of the reports are no longer there" in text_of(pages, "index.html")
    assert "another build of this case" in text_of(pages, "cases/io/poll-one.html")
    assert "cases/io/gone.html" not in pages


# ------------------------------------------------------------------------------------------------------- case page


def test_a_case_page_has_everything_about_the_case(pages: dict[str, bytes]) -> None:
    text = text_of(pages, "cases/filesystem/link-at.html")
    for part in (
        "Whatever this test says.",
        "must since WASI 0.2.0",
        "needs host-directories",
        LINK,
        "alpha 2.0",
        "✗\ufe0e fail",
        "ran: got fail, want yes",
        "1.0 ☠\ufe0e crash",
        "wasi-conformance repro filesystem/link-at -r alpha@2.0",
        "$HOME/.cache/wasi-conformance/environments/alpha-1/bin/alpha run filesystem/link-at.wasm",
        "Known upstream: owner/name#12",
        "Finding: alpha: link-at is wrong",
        "guest_programs/filesystem/link-at.c",
        "title: a stand-in",
        "Lane: process",
    ):
        assert part in text, part


def test_a_case_page_links_to_the_line_of_the_text(pages: dict[str, bytes]) -> None:
    links = [link["href"] for link in Read(pages["cases/filesystem/link-at.html"]).all("a")]
    assert "https://github.com/WebAssembly/WASI/blob/v0.2.12/proposals/filesystem/wit/types.wit#L519" in links


def test_versions_that_came_to_the_same_are_told_once() -> None:
    labels = [f"alpha@{number}" for number in range(1, 6)]
    outcomes = ("fail", "fail", "pass", "fail", "fail")
    records = [record("io/poll-one", label, outcome) for label, outcome in zip(labels, outcomes, strict=True)]
    text = text_of(made(world(report(records, labels))), "cases/io/poll-one.html")
    assert "alpha 1, 2, 4, 5 ✗\ufe0e fail" in text
    assert "alpha 3 ✓\ufe0e pass" in text
    assert "1 to 2 ✗\ufe0e fail 3 ✓\ufe0e pass 4 to 5 ✗\ufe0e fail" in text


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=8))
def test_spans_lose_nothing_and_are_as_long_as_they_can_be(said: list[str]) -> None:
    (product,) = Results([report([], [f"alpha@{number}" for number in range(len(said))])]).products
    found = spans(zip(product.versions, said, strict=True))
    order = {version.label: index for index, version in enumerate(product.versions)}
    written = [one.said for one in found for _ in range(order[one.oldest.label], order[one.newest.label] + 1)]
    assert written == said
    assert all(a.said != b.said for a, b in pairwise(found))


def test_a_finding_is_not_named_where_the_case_passes_or_another_family_fails(pages: dict[str, bytes]) -> None:
    ours = made(world(report([record("filesystem/link-at", "alpha@1")], ["alpha@1"])))
    theirs = made(world(report([record("filesystem/link-at", "gamma@1", "fail")], ["gamma@1"])))
    for some in (ours, theirs):
        assert "Finding" not in text_of(some, "cases/filesystem/link-at.html")
    assert "Finding" in text_of(pages, "cases/filesystem/link-at.html")


def test_issues_of_expectations_are_known_upstream_issues() -> None:
    toml = """runtime = "alpha"
[[expected]]
case = "io/poll-one"
outcome = "fail"
reason = "*got fail*"
issue = "https://example.org/issues/7"
note = "they know <it>"
versions = "<2"
"""
    expectations = Expectations(expectations_in(toml, corpus().cases[0].source))
    labels = ["alpha@1", "alpha@2"]
    some = report([record("io/poll-one", label, "fail", reason=f"got fail {label}") for label in labels], labels)
    text = text_of(made(world(some, expectations=expectations)), "cases/io/poll-one.html")
    assert text.count("Known upstream: example.org/issues/7") == 1
    assert "they know <it>" in text


def test_a_suspect_case_is_marked() -> None:
    labels = ["alpha@1", "gamma@1"]
    pages = made(world(report([record("io/poll-one", label, "fail") for label in labels], labels)))
    assert "Suspect:" in text_of(pages, "cases/io/poll-one.html")
    assert "Suspect cases" in text_of(pages, "index.html")


def test_a_case_without_records_says_so() -> None:
    pages = made(world(report([], ["alpha@1"])))
    assert "No report has a record of this case" in text_of(pages, "cases/io/poll-one.html")


# ------------------------------------------------------------------------------------------------------- functions


@pytest.mark.parametrize(
    ("outcomes", "answer"),
    [
        ([], "unknown"),
        ([("must", "pass")], "yes"),
        ([("must", "allowed"), ("should", "fail")], "yes"),
        ([("must", "pass"), ("must", "fail")], "partly"),
        ([("must", "fail"), ("should", "pass")], "no"),
        ([("must", "flaky")], "no"),
        ([("must", "unsupported")], "unsupported"),
        ([("must", "pass"), ("must", "unsupported")], "yes"),
        ([("must", "unsupported"), ("may", "pass")], "yes"),
        ([("must", "skip")], "unknown"),
        ([("must", "unknown")], "unknown"),
    ],
)
def test_what_cases_say_about_a_function(outcomes: list[tuple[str, str]], answer: str) -> None:
    assert support(outcomes).answer == answer  # type: ignore[arg-type]


def test_every_function_of_wasi_has_a_page_that_answers(pages: dict[str, bytes]) -> None:
    for function in facts().functions:
        assert function_page(function.item) in pages
    link = text_of(pages, function_page(LINK))
    assert "Can I use descriptor.link-at ?" in link
    assert "2.0 ◐ partly must 1 of 2" in link
    assert "1.0 ✗ no must 0 of 2" in link
    assert "filesystem/link-open" in link
    assert "No case asserts this function yet" in text_of(pages, function_page("wasi:cli/exit#exit"))
    interface = text_of(pages, "interfaces/filesystem/types.html")
    assert "descriptor.open-at 2 cases" in interface
    assert len({function_page(function.item) for function in facts().functions}) == len(facts().functions)


def test_names_of_functions() -> None:
    assert [function_name(item) for item in (POLL, OPEN)] == ["poll", "descriptor.open-at"]
    assert function_name("wasi:io/poll#[resource-drop]pollable") == "drop of pollable"
    assert function_name("wasi:http/types#[constructor]fields") == "constructor of fields"
    assert function_name("wasi:io/poll") == "wasi:io/poll"


def test_every_function_has_its_line_in_the_text() -> None:
    assert wit_lines().tag == f"v{facts().wasi}"
    for function in facts().functions:
        assert function.item in wit_lines().items
    assert spec_link("wasi:io/poll#no-such") == spec_link("wasi:io/poll")
    assert spec_link("own:thing/api#call") is None


def test_lines_are_found_in_wit_text() -> None:
    wit = """package wasi:a@0.2.0;
interface one {
    /// resource not: func
    resource thing {
        constructor();
        make: static func() -> thing;
        %use: func();
    }
    record r {
        x: u8,
    }
    plain: func(
    );
}
world w { import one; }
"""
    assert dict(lines_of("wasi:a", wit)) == {
        "wasi:a/one": 2,
        "wasi:a/one#[resource-drop]thing": 4,
        "wasi:a/one#[constructor]thing": 5,
        "wasi:a/one#[static]thing.make": 6,
        "wasi:a/one#[method]thing.use": 7,
        "wasi:a/one#plain": 12,
    }


# -------------------------------------------------------------------------------------------------------- findings


def test_findings_are_read(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# not one")
    (tmp_path / "one-more-odd.md").write_text("# alpha: odd\n\n`io/poll-one`, `io/none`, a/b#3 and c/d#4 and x#5")
    (found,) = read_findings(tmp_path, ["one", "one-more", "other"], corpus().ids)
    assert found.family == "one-more"
    assert found.cases == ("io/poll-one",)
    assert [text for text, _ in found.issues] == ["a/b#3", "c/d#4"]


def test_markup_in_findings_is_text_and_links_are_harmless() -> None:
    nasty = changed_finding(
        "<script>x</script> [y](javascript:alert(1)) ![z](http://e.x/p.png) \x1b `io/poll-one` a/b#3"
    )
    html = str(finding_html(nasty, "../", {"io/poll-one": "cases/io/poll-one.html"}))
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "\x1b" not in html
    assert '<a href="../cases/io/poll-one.html"><code>io/poll-one</code></a>' in html
    assert '<a href="https://github.com/a/b/issues/3" rel="noreferrer">a/b#3</a>' in html
    assert str(inline("a `b` <i>")) == "a <code>b</code> &lt;i&gt;"


def changed_finding(text: str) -> Finding:
    return msgspec.structs.replace(FINDING, text=text)


# ------------------------------------------------------------------------------------------------------------ text


@given(st.text())
def test_harmless_text_has_nothing_unseen_and_is_itself_otherwise(text: str) -> None:
    shown = harmless(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]", shown)
    assert harmless(shown) == shown


def test_what_is_unseen_is_written_out() -> None:
    assert harmless("a\x1b[1m\u202eb\U000e0041\tc\r\nd") == "a\\x1b[1m\\u202eb\\U000e0041\tc\nd"
    assert harmless("ünïcödé ✓ 漢字 🎉") == "ünïcödé ✓ 漢字 🎉"


def test_excerpts_say_how_much_is_left_out() -> None:
    assert excerpt("abcdef", 4).text == "abcd"
    assert excerpt("abcdef", 4).left_out == 2
    assert excerpt("abc", 4).left_out == 0


def test_places_of_a_machine_become_places_of_any() -> None:
    assert placeless("at /home/me/x/wasi-conformance/environments/a-1/bin/a: no") == (
        "at …/wasi-conformance/environments/a-1/bin/a: no"
    )
    assert placeless("in /tmp/wasi-conformance-x1y2/files/a") == "in …/files/a"
    assert placeless("/src/suite/guest_programs/prebuilt/io/a.wasm") == "guest_programs/prebuilt/io/a.wasm"
    assert placeless("got /a/b, want /c") == "got /a/b, want /c"
    words = [
        "/c/wasi-conformance/repro/a@1/x y",
        "--dir=/c/wasi-conformance/repro/a@1/files::/",
        "",
        "/s/runners/a/run.py",
    ]
    assert command_line(words) == (
        "''\"$HOME\"'/.cache/wasi-conformance/repro/a@1/x y' "
        "--dir=$HOME/.cache/wasi-conformance/repro/a@1/files::/ '' runners/a/run.py"
    )


@given(st.text(), st.text())
def test_slugs_are_file_names_and_differ_where_texts_do(one: str, other: str) -> None:
    assert re.fullmatch(r"[a-z0-9._~-]+", slug(one))
    assert (slug(one) == slug(other)) == (one == other)


def test_every_outcome_has_a_tone_and_a_meaning() -> None:
    assert set(TONES) == set(MEANINGS) == set(GLYPHS)


def test_retries_are_told() -> None:
    earlier = Earlier(attempt=1, outcome="timeout", reason="still running", duration_s=10)
    one = changed(record("io/poll-one", "alpha@1", "flaky"), earlier=(earlier,), attempt=2)
    text = text_of(made(world(report([one], ["alpha@1"]))), "cases/io/poll-one.html")
    assert "Attempts before this one: 1: ◷ timeout still running" in text
