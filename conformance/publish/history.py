"""What releases changed: gates over the versions that the registries have, told step by step.

Each step is two gates on the same reports, one there and one back. The gate back runs again what got better, so that a
fix is confirmed as a regression is: seen each time that both sides were run again.

    python -m conformance.publish.history GATES --into reports/HISTORY.md --readme README.md

``GATES`` has a folder for each step, in order by name, with ``there/gate.json`` and ``back/gate.json``. Between markers
in both files goes what the gates tell; the rest of them is by hand.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from conformance.account import normalised
from conformance.decoding import decode_json
from conformance.diff import Bucket, Comparison
from conformance.errors import Malformed
from conformance.gate import Finding, Gate
from conformance.publish.differences import TITLES
from conformance.publish.document import embed
from conformance.publish.site.findings import Finding as Known
from conformance.publish.site.findings import read_findings
from conformance.publish.tables import table
from conformance.publish.unexpected import escape

_HEADERS = ("step", "worse", "better", "cannot be run any more", "can be run now", "otherwise", "unsteady")
_OTHERWISE: tuple[Bucket, ...] = ("changed-reason", "changed-choice")
"""What neither got worse nor better: nothing blocks for it, so no gate runs it again."""
_NAMED = 12
"""Cases that a line names."""
_LONG = 160
"""Characters of a reason that a line shows."""
_WHY = 3
"""Findings that a line of the excerpt names."""
STEPS = ("<!-- begin steps: written by `conformance.publish.history` -->", "<!-- end steps -->")
EXCERPT = ("<!-- begin history: written by `conformance.publish.history` -->", "<!-- end history -->")
_EXCERPT_HEADERS = ("step", "worse", "better", "cannot be run any more", "why")


class Step(msgspec.Struct, frozen=True):
    """An upgrade, gated there and back."""

    there: Gate
    back: Gate

    @property
    def one(self) -> Comparison:
        """Both versions side by side."""
        return self.there.diff.comparisons[0]

    @property
    def title(self) -> str:
        """``wasmtime 43.0.0 → 43.0.1``."""
        before, after = self.one.before, self.one.after
        return f"{before.name} {_version(before.label)} → {_version(after.label)}"

    @property
    def parts(self) -> list[str]:
        """The parts that came along in another version: ``preview2-shim 0.25.0 → 0.26.1``."""
        before, after = self.one.before, self.one.after
        versions = (_version(before.label), _version(after.label))
        both = [(name, was, after.parts[name]) for name, was in before.parts.items() if name in after.parts]
        return [f"{name} {was} → {now}" for name, was, now in both if was != now and (was, now) != versions]

    @property
    def unsteady(self) -> list[str]:
        """The cases that changed once, and not each time that they were run again."""
        return sorted({one.case for gate in (self.there, self.back) for one in gate.unsteady})

    def became(self, *, worse: bool, untried: bool) -> list[Finding]:
        """What changed for worse or for better, and how: to or from something that cannot be run, or otherwise."""
        found = (self.there if worse else self.back).blocking
        return [one for one in found if (one.bucket == "newly-unsupported") is untried]


def _version(label: str) -> str:
    return label.partition("@")[2]


def read_steps(folder: Path) -> tuple[Step, ...]:
    """The steps of a folder, by name. Raises :class:`Malformed` for one whose two gates are not about the same."""
    return tuple(_step(one) for one in sorted(folder.iterdir()) if one.is_dir())


def _step(folder: Path) -> Step:
    files = [folder / way / "gate.json" for way in ("there", "back")]
    try:
        there, back = (decode_json(file.read_bytes(), Gate, file) for file in files)
    except OSError as error:
        raise Malformed(folder, None, None, f"cannot be read: {error}") from None
    ways = [[(one.before.label, one.after.label) for one in gate.diff.comparisons] for gate in (there, back)]
    if len(ways[0]) != 1 or [pair[::-1] for pair in ways[0]] != ways[1]:
        raise Malformed(files[1], None, "diff", f"goes {ways[1]}, which is not back from {ways[0]}")
    return Step(there, back)


def history_markdown(steps: Sequence[Step], known: Iterable[Known] = (), link: str = "findings") -> str:
    """A table of all steps, then what changed in each; findings are linked in the folder ``link``."""
    explained = list(known)
    blocks = [table([_row(step) for step in steps], _HEADERS, "markdown")]
    for step in steps:
        lines = list(_lines(step, explained, link))
        if lines:
            blocks += [
                f"### {step.title}",
                *([f"With {', '.join(step.parts)}."] if step.parts else []),
                "\n".join(lines),
            ]
    return "\n\n".join(blocks)


def excerpt_markdown(steps: Sequence[Step], known: Iterable[Known] = (), link: str = "reports/findings") -> str:
    """A line for each step in which something got worse, with findings about that, and then about what got better."""
    explained = list(known)
    rows = []
    for step in steps:
        worse, untried = (step.became(worse=True, untried=untried) for untried in (False, True))
        if worse or untried:
            better = step.became(worse=False, untried=False)
            counts = (str(len(some)) if some else "·" for some in (worse, better, untried))
            why = [*_widest(worse, explained), *_widest(better, explained)]
            links = ", ".join(_link(name, link, name.partition("-")[2].replace("-", " ")) for name in why[:_WHY])
            rows.append((step.title, *counts, links + (f" and {len(why) - _WHY} more" if len(why) > _WHY else "")))
    return table(rows, _EXCERPT_HEADERS, "markdown")


def _widest(some: Iterable[Finding], known: Sequence[Known]) -> list[str]:
    """The findings that explain changes, those that explain most first."""
    about: dict[str, int] = {}
    for key, alike in _alike(some, known).items():
        for name in key.findings:
            about[name] = about.get(name, 0) + len(alike)
    return sorted(about, key=lambda name: (-about[name], name))


def _link(name: str, link: str, text: str = "") -> str:
    return f"[{text or name}]({link}/{name}.md)"


def _row(step: Step) -> tuple[str, ...]:
    kinds = [step.became(worse=worse, untried=untried) for untried in (False, True) for worse in (True, False)]
    otherwise = sum(step.one.counts.get(bucket, 0) for bucket in _OTHERWISE)
    counts = (*map(len, kinds), otherwise, len(step.unsteady))
    return (step.title, *(str(count) if count else "·" for count in counts))


def _lines(step: Step, known: Sequence[Known], link: str) -> Iterator[str]:
    for worse, untried, title in (
        (True, False, "worse"),
        (True, True, "cannot be run any more"),
        (False, False, "better"),
        (False, True, "can be run now"),
    ):
        for key, some in _alike(step.became(worse=worse, untried=untried), known).items():
            yield _line(title, some, key.findings, link, worse=worse)
    for bucket in _OTHERWISE:
        changed = [change.case for change in step.one.changes if change.bucket == bucket]
        if changed:
            yield f"- {TITLES[bucket][len(changed) != 1]} (not run again): {_cases(changed)}"
    if step.unsteady:
        yield f"- unsteady: {_cases(step.unsteady)}"
    yield from (f"- incomplete: {escape(text)}" for gate in (step.there, step.back) for text in gate.incomplete)


class _Key(msgspec.Struct, frozen=True):
    """What is told in one line: changes that the same findings explain, or that have the same reason and none."""

    bucket: Bucket
    verdict: str
    findings: tuple[str, ...]
    reason: str


def _alike(some: Iterable[Finding], known: Sequence[Known]) -> Mapping[_Key, list[Finding]]:
    groups: dict[_Key, list[Finding]] = {}
    for one in some:
        names = tuple(item.name for item in known if _explains(item, one))
        key = _Key(one.bucket, one.verdict, names, "" if names else normalised(one.after.reason))
        groups.setdefault(key, []).append(one)
    return groups


def _explains(known: Known, one: Finding) -> bool:
    """Whether a finding is about this change: it names the case and one of both versions, and tells of a failure."""
    versions = (re.escape(_version(label)) for label in (one.runtime_before, one.runtime_after))
    return (
        one.case in known.cases
        and one.bucket != "newly-unsupported"
        and one.runtime_after.startswith(known.family)
        and re.search(rf"(?<![\w.+])({'|'.join(versions)})(?![\w+]|\.\w)", known.text) is not None
    )


def _line(title: str, some: Sequence[Finding], explained: Sequence[str], link: str, *, worse: bool) -> str:
    """The cases, what the first was and is, and why: the reason is that of the worse side, whichever that is."""
    first = some[0]
    ends = (first.before.outcome, first.after.outcome)
    reason = " ".join(first.after.reason.split())
    reason = reason if len(reason) <= _LONG else reason[: _LONG - 1] + "…"
    doubt = f" (not confirmed: {escape(first.unconfirmed)})" if first.verdict != "confirmed" else ""
    links = ", ".join(_link(name, link) for name in explained)
    return (
        f"- **{title}**{doubt}, {' → '.join(ends if worse else ends[::-1])}: {_cases([one.case for one in some])}: "
        f"{'' if worse else 'before: '}{escape(reason) or 'no reason given'}{f' ({links})' if links else ''}"
    )


def _cases(cases: Sequence[str]) -> str:
    more = f" and {len(cases) - _NAMED} more" if len(cases) > _NAMED else ""
    return ", ".join(f"`{case}`" for case in cases[:_NAMED]) + more


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the history that gates make, or put it where it belongs."""
    parser = argparse.ArgumentParser("python -m conformance.publish.history", description="The history of runtimes.")
    parser.add_argument("gates", type=Path, help="a folder with there/gate.json and back/gate.json for each step")
    parser.add_argument("--findings", type=Path, default=Path("reports/findings"), help="what is known to be wrong")
    parser.add_argument("--into", type=Path, help="a file with a place for the steps, instead of printing them")
    parser.add_argument("--readme", type=Path, help="a file with a place for the steps in which something got worse")
    chosen = parser.parse_args(arguments)
    steps = read_steps(chosen.gates)
    cases = {one.case for step in steps for gate in (step.there, step.back) for one in gate.blocking}
    known = read_findings(chosen.findings, (), cases)
    if chosen.into is not None:
        embed(chosen.into, history_markdown(steps, known), *STEPS)
    else:
        print(history_markdown(steps, known))
    if chosen.readme is not None:
        embed(chosen.readme, excerpt_markdown(steps, known), *EXCERPT)


if __name__ == "__main__":
    main()
