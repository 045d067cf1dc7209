"""The data beside the pages: what programs read, the feed, and the badges; and what the page about them tells."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from conformance.publish.atom import atom
from conformance.publish.badges import Badge, badge_json, badges
from conformance.publish.compat import compat_json, compat_of
from conformance.publish.site import places
from conformance.publish.site.model import World
from conformance.publish.trends import Trends

MATRIX, SCHEMA, FEED = "data/matrix.json", "data/matrix.schema.json", "feed.atom"
_BADGES = "badges"


class ShownBadge(msgspec.Struct, frozen=True):
    """A badge, and where it is."""

    place: str
    badge: Badge


def data_files(world: World) -> Iterator[tuple[str, bytes]]:
    """The files, by place."""
    from conformance.schemas import schema_file  # which knows everything that has a schema

    yield MATRIX, compat_json(compat_of(world.results, world.corpus, other_corpus=True))
    yield SCHEMA, schema_file("compat").read_bytes()
    known = set(world.corpus.ids)
    found = Trends(newest=world.results.started, runtimes=tuple(world.trends.values()))
    yield FEED, atom(found, link=lambda case: places.case_page(case) if case in known else "cases.html")
    yield from ((one.place, badge_json(one.badge)) for one in shown_badges(world))


def shown_badges(world: World) -> list[ShownBadge]:
    """The badges, in the order of the runtimes, that of all areas first."""
    return [ShownBadge(f"{_BADGES}/{path}", one) for path, one in badges(world.results, world.corpus)]
