"""What runtimes make of a component, as a table with the failures below it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.matrix import GLYPHS
from conformance.publish.tables import Style, table
from conformance.publish.unexpected import escape
from conformance.support import Failure, Support, Supported

_REASON = 160
"""Characters of a reason that are shown."""
_BESIDE = 2
"""Functions that are shown of those that the component does not use."""


def support_document(found: Supported, style: Style) -> str:
    """The whole answer, for a terminal or as Markdown."""
    markdown = style == "markdown"
    blocks = [support_table(found, style)]
    if found.failures:
        count = len(found.failures)
        title = f"{count} failure{'' if count == 1 else 's'} in what the component uses"
        blocks.append(f"### {title}" if markdown else f"{title}:")
        blocks.append("\n".join((_failure_markdown if markdown else _failure_text)(one) for one in found.failures))
    remarks = list(_remarks(found))
    blocks.append("\n\n".join(map(escape, remarks)) if markdown else "\n".join(remarks))
    return "\n\n".join(blocks)


def support_table(found: Supported, style: Style) -> str:
    """Functions down, runtimes across."""
    headers = ["", "function", "cases", *found.runtimes]
    quote = "`" if style == "markdown" else ""
    rows = [
        [
            use.direction,
            f"{quote}{use.interface}#{use.function}{quote}",
            str(len(use.cases)),
            *(cell(use.runtimes[label]) for label in found.runtimes),
        ]
        for use in found.uses
    ]
    return table(rows, headers, style)


def cell(support: Support) -> str:
    """``✓ 5 pass``, ``✗ 2 of 5 fail``, ``– not provided``, ``? no case``."""
    tried = support.passing + len(support.failing)
    untold = f", {len(support.unprovided)} not provided" if support.unprovided else ""
    match support.state:
        case "passes" | "in-part":
            return f"✓ {support.passing} pass{untold}"
        case "fails":
            return f"✗ {len(support.failing)} of {tried} fail{untold}"
        case "not-provided":
            return "– not provided"
        case _:
            return f"? {support.state.replace('-', ' ')}"


def _failure_text(one: Failure) -> str:
    lines = [f"{GLYPHS[one.outcome]} {one.outcome}  {one.case}  {one.runtime}", f"    {_short(one.reason)}"]
    lines += [f"    {name + ':':6} {text}" for name, text in _details(one)]
    return "\n".join(lines)


def _failure_markdown(one: Failure) -> str:
    lines = [f"- {GLYPHS[one.outcome]} {one.outcome} `{one.case}` on {one.runtime}: {escape(_short(one.reason))}"]
    lines += [f"  - {name}: {escape(text)}" for name, text in _details(one)]
    return "\n".join(lines)


def _details(one: Failure) -> Iterator[tuple[str, str]]:
    yield "uses", ", ".join(one.functions)
    if one.beside:
        more = f" and {len(one.beside) - _BESIDE} more" if len(one.beside) > _BESIDE else ""
        yield "but", f"asserts {', '.join(one.beside[:_BESIDE])}{more}, too, which the component does not use"
    if one.known:
        yield "known", f"{one.known}{f', {one.issue}' if one.issue else ''}"


def _remarks(found: Supported) -> Iterator[str]:
    """What has to be known to read it."""
    reasons: dict[str, set[str]] = {}
    for use in found.uses:
        for label, support in use.runtimes.items():
            if support.reason:
                reasons.setdefault(label, set()).add(_short(support.reason))
    for label, some in reasons.items():
        yield from (f"{label} does not provide: {reason}" for reason in sorted(some))
    yield from (f"unavailable: {label}: {why}" for label, why in found.unavailable.items())
    yield from found.notes
    if found.unasserted:
        yield f"no case asserts {len(found.unasserted)} of the functions: {', '.join(found.unasserted)}"
    yield found.text


def _short(text: str) -> str:
    return text if len(text) <= _REASON else text[: _REASON - 1] + "…"
