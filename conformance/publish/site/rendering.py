"""Templates and what they may use. Everything that is put into a page goes through here, and is escaped here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from conformance.judge import Outcome
from conformance.publish import matrix
from conformance.publish.shown import harmless
from conformance.publish.site import places
from conformance.publish.site.evidence import upstream
from conformance.publish.site.findings import inline
from conformance.publish.site.model import World
from conformance.publish.site.places import root_of
from conformance.publish.site.support import ANSWERS
from conformance.publish.spec_links import spec_link

TEMPLATES = Path(__file__).parent / "templates"

_AS_TEXT = "\ufe0e"
"""Asks for a glyph as text, and not as a coloured picture."""
GLYPHS: Mapping[Outcome, str] = {
    **{outcome: glyph + _AS_TEXT for outcome, glyph in matrix.GLYPHS.items()},
    "timeout": "◷",  # the stop-watch is in few fonts that are no emoji
}
TONES: Mapping[Outcome, str] = {
    "pass": "good",
    "allowed": "near",
    "flaky": "near",
    "fail": "bad",
    "trap": "bad",
    "crash": "bad",
    "timeout": "bad",
    "unsupported": "rest",
    "skip": "rest",
    "error": "near",
    "unknown": "rest",
}
"""Outcome → the colour that it has; the glyph and the word are what tells it."""
MEANINGS: Mapping[Outcome, str] = {
    "pass": "all checks hold; where the text leaves a choice, the reason says which was taken",
    "allowed": "allowed, but not as the text recommends",
    "flaky": "passed only when it was tried again",
    "fail": "a check does not hold",
    "trap": "the guest trapped where no trap belongs",
    "crash": "the runtime died, or threw what is neither a trap nor an exit",
    "timeout": "killed at the time limit",
    "unsupported": "refused at load, or a need that the runtime cannot meet",
    "skip": "the machine could not meet a need of the case",
    "error": "the suite itself failed",
    "unknown": "no report has it",
}
ANSWER_TONES = {"yes": "good", "partly": "near", "no": "bad", "unsupported": "rest", "unknown": "rest"}


@cache
def environment() -> Environment:
    """The templates, with all that they may use. A name that is not there is an error, not an empty place."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    env.filters |= {"day": _day, "cut": _cut}
    env.globals |= {
        "GLYPHS": GLYPHS,
        "TONES": TONES,
        "MEANINGS": MEANINGS,
        "ANSWERS": ANSWERS,
        "ANSWER_TONES": ANSWER_TONES,
        "area_page": places.area_page,
        "interface_page": places.interface_page,
        "function_page": places.function_page,
        "function_name": places.function_name,
        "case_page": places.case_page,
        "runtime_page": places.runtime_page,
        "finding_page": places.finding_page,
        "spec_link": spec_link,
        "upstream": upstream,
        "inline": inline,
    }
    parts: Any = env.get_template("parts.html").module
    # Made once: they are in the pages tens of thousands of times.
    env.globals["OUTCOME_HTML"] = {name: parts.outcome(name) for name in matrix.GLYPHS}
    env.globals["ANSWER_HTML"] = {name: parts.answer(name) for name in ANSWERS}
    env.globals["LEVEL_HTML"] = {name: parts.levelmark(name) for name in matrix.LEVELS}
    return env


def _harmless(value: Any) -> Any:
    """What Jinja puts into a page: text of ours is marked as such, everything else is a stranger's."""
    return harmless(value) if type(value) is str else value


def _day(moment: str) -> str:
    """The day of a moment as reports write it."""
    return moment[:10]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


class Renderer:
    """Makes pages of one world."""

    def __init__(self, world: World) -> None:
        self._env = environment()
        self._world = world

    def page(
        self, path: str, template: str, title: str, trail: tuple[tuple[str, str | None], ...] = (), **more: Any
    ) -> tuple[str, bytes]:
        """A page at a place: where it is, and its bytes."""
        text = self._env.get_template(template).render(
            world=self._world, title=title, trail=trail, root=root_of(path), **more
        )
        return path, text.encode("utf-8", "backslashreplace")
