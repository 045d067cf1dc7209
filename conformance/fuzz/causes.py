"""Causes: when two failing examples fail for the same reason.

A cause is made of what a shrunk example shows: the leg, the kind of difference, and the innermost constructs of its
types, with the encodings where it takes others than UTF-8. Ten thousand failing examples of one cause are one finding:
an example that fails alike, and whose types have those constructs, is counted and not looked at again.

A cause is known if an entry of a file like `runners/NAME/known-causes.toml` says so:

    runtime = "jco-node"

    [[known]]
    cause = "guest-to-*/trapped/int"              # LEG/KIND/CONSTRUCT+CONSTRUCT; `*` stands for any text
    message = "*TypeError: must be between*"      # may be left out
    reason = "Integers below 32 bits are refused, not taken modulo."
    finding = "jco-small-integers-not-modulo"     # may be left out: a file of reports/findings
    versions = ">=1.30"                           # may be left out
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from conformance.abi.types import U8, Int, String, Type, walk
from conformance.content import Strict
from conformance.decoding import decode_toml
from conformance.errors import Malformed
from conformance.fuzz.examples import BETWEEN, TITLES, Example
from conformance.fuzz.trials import About, Difference
from conformance.runtimes.spec import LoadedRunner

FILE = "known-causes.toml"
"""What is beside a runner's runner.yaml."""


ANY = "anything"
"""The construct of a cause for which the simplest example of all fails."""


def construct(t: Type) -> str:
    """A type's kind in one word; integers below 32 bits are alike, and so are those of one width."""
    if isinstance(t, Int):
        return "int" if t.bits < 32 else f"int{t.bits}"
    return type(t).__name__.lower()


def innermost(types: Sequence[Type]) -> str:
    """The constructs that a shrunk example is about, outermost first, joined by `+`.

    Of a shrunk example no part fails alone, so what is around it is needed; and what has not become a `u8` is needed as
    well. Small integers are only named where there is nothing else.
    """
    words = dict.fromkeys(construct(part) for t in types for part in walk(t))
    needed = [word for word in words if word != "int"] or ["int"]
    return "+".join(["parameters"] * (len(types) > 1) + needed[:4])


@dataclass
class Cause:
    """Why examples fail, and how many did."""

    leg: str
    kind: str
    construct: str
    encodings: str
    about: About
    gists: set[str] = field(default_factory=set)
    examples: int = 0

    @property
    def name(self) -> str:
        """As files and messages have it."""
        return "/".join(filter(None, (self.leg, self.kind, self.construct, self.encodings)))

    @property
    def slug(self) -> str:
        """As a folder has it."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    def explains(self, example: Example, difference: Difference) -> bool:
        """Whether an example that fails in this way fails for this cause."""
        return (
            (self.leg, self.kind) == (TITLES[example.leg], difference.kind)
            and (not difference.ended or difference.gist in self.gists)
            and (self.construct == ANY or set(self.construct.split("+")) <= constructs(example))
            and (not self.encodings or self.encodings == encodings_of(example))
        )


def constructs(example: Example) -> set[str]:
    """All constructs in an example's types."""
    found = {construct(part) for t in example.types for part in walk(t)}
    return found | {"parameters"} if len(example.types) > 1 else found


def encodings_of(example: Example) -> str:
    """The encodings of the guests that have part in it."""
    both = f"{example.sender}-to-{example.encoding}"
    return (both if example.leg in BETWEEN else example.encoding).replace("+", "-")


def cause_of(shrunk: Example, difference: Difference) -> Cause:
    """The cause that a shrunk example shows."""
    trivial = shrunk.types == (U8,) and shrunk.values == (0,) and not shrunk.spoiled
    word = ANY if trivial else innermost(shrunk.types)
    textual = any(isinstance(part, String) for t in shrunk.types for part in walk(t))
    usual = (shrunk.encoding, shrunk.sender) == ("utf8", "utf8")
    encodings = encodings_of(shrunk) if textual and not usual else ""
    return Cause(TITLES[shrunk.leg], difference.kind, word, encodings, difference.about, {difference.gist})


class Known(Strict, frozen=True, kw_only=True):
    """A cause that is known."""

    cause: str
    message: str = "*"
    reason: str
    finding: str | None = None
    versions: str = ""

    def __post_init__(self) -> None:
        if self.cause.count("/") < 2:
            raise ValueError("Expected `cause` to be LEG/KIND/CONSTRUCT, each of which may be `*`")
        if not self.reason.strip():
            raise ValueError("Expected a `reason`")
        try:
            SpecifierSet(self.versions)
        except InvalidSpecifier:
            raise ValueError(f"Expected `versions` such as >=46,<50, not {self.versions!r}") from None

    def concerns(self, version: str) -> bool:
        """Whether it is about this version of the runtime."""
        try:
            return not self.versions or SpecifierSet(self.versions).contains(Version(version), prereleases=True)
        except InvalidVersion:
            return False

    def explains(self, example: Example, difference: Difference) -> bool:
        """Whether an example fails for it: its leg and kind, what was said, and one of its constructs fit."""
        leg, kind, inner = self.cause.split("/", 2)
        if not (fnmatchcase(TITLES[example.leg], leg) and fnmatchcase(difference.kind, kind)):
            return False
        inner, _, encodings = inner.partition("/")
        if encodings and not fnmatchcase(encodings_of(example), encodings):
            return False
        there = constructs(example)
        if inner != ANY and not all(any(fnmatchcase(word, part) for word in there) for part in inner.split("+")):
            return False
        return fnmatchcase(difference.detail, self.message)


class KnownCauses(Strict, frozen=True, kw_only=True):
    """A file of known causes."""

    runtime: str
    known: tuple[Known, ...] = ()


def read_known(file: Path) -> KnownCauses:
    """The known causes of a file. Raises Malformed."""
    try:
        return decode_toml(file.read_text(encoding="utf-8"), KnownCauses, file)
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(file, None, None, f"cannot be read: {error}") from None


def known_of(loaded: LoadedRunner, version: str, files: Iterable[Path] = ()) -> list[Known]:
    """What is known of a runtime: by its runner's own file, and by those that the user names."""
    own = loaded.folder / FILE
    return list(_concerning(loaded.runner.name, version, [*([own] if own.is_file() else []), *files]))


def _concerning(name: str, version: str, files: Iterable[Path]) -> Iterator[Known]:
    for file in files:
        read = read_known(file)
        if read.runtime == name:
            yield from (entry for entry in read.known if entry.concerns(version))
