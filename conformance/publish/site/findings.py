"""Findings: what was found to be wrong with a runtime, a Markdown file for each cause, named FAMILY-what.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from conformance.errors import Malformed
from conformance.publish.shown import harmless

_CODE = re.compile(r"`([^`\s]+)`")
_ISSUE = re.compile(r"(?<![\w/.-])([A-Za-z0-9][\w-]{0,38}/[\w.-]{1,100})#(\d{1,9})\b")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One cause of failures."""

    name: str
    title: str
    family: str
    text: str
    """The Markdown below the title."""
    cases: tuple[str, ...]
    """The cases that it names."""
    issues: tuple[tuple[str, str], ...]
    """Upstream issues that it names: ``owner/name#1`` and the link."""


def read_findings(folder: Path, families: Iterable[str], case_ids: Iterable[str]) -> tuple[Finding, ...]:
    """The findings of a folder, by name; none when it is not there. Raises :class:`Malformed`."""
    known, cases = sorted(families, key=len, reverse=True), frozenset(case_ids)
    files = sorted(file for file in folder.glob("*.md") if file.name != "README.md")
    return tuple(_read(file, known, cases) for file in files)


def _read(file: Path, families: Iterable[str], case_ids: frozenset[str]) -> Finding:
    try:
        content = file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(file, None, None, f"cannot be read: {error}") from None
    first, _, text = content.partition("\n")
    if not first.startswith("# "):
        raise Malformed(file, 1, None, "a finding begins with its title, `# RUNTIME: what`")
    name = file.stem
    family = next((family for family in families if name.startswith(f"{family}-")), name.partition("-")[0])
    named = dict.fromkeys(code for code in _CODE.findall(text) if code in case_ids)
    issues = {f"{repository}#{number}": _issue_link(repository, number) for repository, number in _ISSUE.findall(text)}
    return Finding(
        name=name,
        title=first[2:].strip(),
        family=family,
        text=text.strip(),
        cases=tuple(named),
        issues=tuple(sorted(issues.items())),
    )


def _issue_link(repository: str, number: str) -> str:
    return f"https://github.com/{repository}/issues/{number}"


@cache
def _markdown() -> MarkdownIt:
    # Without HTML, without images; "zero" would need every rule named.
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def finding_html(finding: Finding, root: str, pages: dict[str, str]) -> Markup:
    """The text of a finding as HTML; ``pages`` leads from case ids in it to their pages, seen from ``root``."""
    tokens = _markdown().parse(harmless(finding.text))
    for token in tokens:
        if token.children:
            token.children = list(_linked(token.children, root, pages))
    return Markup(_markdown().renderer.render(tokens, _markdown().options, {}))


def _linked(tokens: Iterable[Token], root: str, pages: dict[str, str]) -> Iterator[Token]:
    inside = 0
    for token in tokens:
        inside += token.nesting if token.type.startswith("link") else 0
        if token.type == "code_inline" and token.content in pages and not inside:
            yield from _link(token, root + pages[token.content])
        elif token.type == "text" and not inside:
            yield from _issues(token.content)
        else:
            if token.type == "link_open":
                token.attrSet("rel", "noreferrer")
            yield token


def _issues(text: str) -> Iterator[Token]:
    end = 0
    for match in _ISSUE.finditer(text):
        yield _text(text[end : match.start()])
        yield from _link(_text(match[0]), _issue_link(match[1], match[2]), rel="noreferrer")
        end = match.end()
    yield _text(text[end:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _link(what: Token, target: str, **attributes: Any) -> Iterator[Token]:
    yield Token("link_open", "a", 1, attrs={"href": target, **attributes})
    yield what
    yield Token("link_close", "a", -1)


def inline(text: str) -> Markup:
    """A line of Markdown, such as the title of a finding, as HTML."""
    return Markup(_markdown().renderInline(harmless(text)))
