"""The feed of changed cells, as Atom 1.0: an entry for each case that came to another end on a runtime."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from xml.etree import ElementTree

from conformance import __version__
from conformance.publish.junit import xml_text
from conformance.publish.trends import Changed, Moment, Trends

NAMESPACE = "http://www.w3.org/2005/Atom"
_IDS = uuid.UUID("5b0c1b0e-6d9c-5d5e-9a3b-2f1c7a0d4e11")
"""Ours: an id is made of what an entry is about, so that the same change has the same id in every feed."""
_MOST = 1000
"""Entries of a feed; older ones are left out, as feeds have it."""
_MOMENT = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z", re.ASCII)
_NEVER = "1970-01-01T00:00:00Z"

Link = Callable[[str], str]
"""Case → the address of its page, absolute or seen from the feed."""


def atom(found: Trends, *, link: Link | None = None, home: str | None = None) -> bytes:
    """The feed, newest change first. With ``link`` each entry has the page of its case, with ``home`` the feed a site,
    whose address ends in ``/``."""
    changes = [change for trend in found.runtimes for change in trend.changes]
    changes.sort(key=lambda one: (one.case, one.name))
    changes.sort(key=lambda one: moment(one.after.started), reverse=True)
    feed = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
    _add(feed, "id", _id("feed", home or ""))
    _add(feed, "title", "WASI 0.2 conformance: what changed")
    left = f" The newest {_MOST} of {len(changes)}." if len(changes) > _MOST else ""
    _add(feed, "subtitle", f"Cases that came to another end in another version of a runtime.{left}")
    _add(feed, "updated", moment(changes[0].after.started if changes else found.newest))
    author = ElementTree.SubElement(feed, "author")
    _add(author, "name", "wasi-conformance")
    _add(feed, "generator", "wasi-conformance", version=__version__)
    if home is not None:
        ElementTree.SubElement(
            feed, "link", {"rel": "self", "href": f"{home}feed.atom", "type": "application/atom+xml"}
        )
        ElementTree.SubElement(feed, "link", {"rel": "alternate", "href": home, "type": "text/html"})
    for change in changes[:_MOST]:
        _add_entry(feed, change, link)
    ElementTree.indent(feed)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_entry(feed: ElementTree.Element, change: Changed, link: Link | None) -> None:
    before, after = change.before, change.after
    entry = ElementTree.SubElement(feed, "entry")
    _add(entry, "id", entry_id(change))
    _add(entry, "title", f"{change.direction}: {change.case} on {change.name} {_step(change)}: {_ends(change)}")
    _add(entry, "updated", moment(after.started))
    for term in (change.direction, change.name, change.case.partition("/")[0], change.level):
        ElementTree.SubElement(entry, "category", {"term": xml_text(term) or "?"})
    if link is not None:
        _add_link(entry, "alternate", link(change.case))
    told = f"{'now' if change.direction != 'better' else 'before'}: {change.reason}" if change.reason else ""
    text = (
        f"{before.runtime}: {change.was} ({_seen(before)}). {after.runtime}: {change.is_now} ({_seen(after)}). {told}"
    )
    _add(entry, "content", text.strip(), type="text")


def entry_id(change: Changed) -> str:
    """The id of a change, which depends on nothing else: runtimes, case, ends and when they were seen."""
    before, after = change.before, change.after
    return _id(change.case, before.runtime, before.started, change.was, after.runtime, after.started, change.is_now)


def moment(text: str) -> str:
    """A time as Atom has it; the beginning of time where a report has something else in its place."""
    return text if _MOMENT.fullmatch(text) else _NEVER


def _step(change: Changed) -> str:
    before, after = change.before, change.after
    if before.version != after.version:
        return f"{before.version} → {after.version}"
    return f"{after.version}, run of {moment(after.started)[:10]}"


def _ends(change: Changed) -> str:
    return f"{change.was} → {change.is_now}"


def _seen(one: Moment) -> str:
    return f"{moment(one.started)}, {one.platform}"


def _id(*parts: str) -> str:
    return uuid.uuid5(_IDS, "\0".join(parts)).urn


def _add_link(parent: ElementTree.Element, relation: str, target: str, kind: str = "text/html") -> None:
    ElementTree.SubElement(parent, "link", {"rel": relation, "href": target, "type": kind})


def _add(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = xml_text(text)
