"""Text of strangers, made fit to be shown: what a runtime printed may hold anything, and a page shows it harmlessly.

Markup is escaped by the templates. Here, characters that a reader cannot see, or that change how others are shown
(terminal escapes, bidirectional controls, characters of no width), become visible escapes; what is long is cut; and
places of the machine that a report was made on become places that any machine has.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

import msgspec

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_CACHE = re.compile(r"(?<![\w.])/[^\s\"'`:=]{0,300}?/(?=wasi-conformance/(?:environments|artifacts|repro)/)")
_CHECKOUT = re.compile(r"(?<![\w.])/[^\s\"'`:=]{0,300}?/(?=(?:guest_programs/prebuilt|runners/[\w.-]+)/)")
_SANDBOX = re.compile(r"(?<![\w.])/[^\s\"'`:=]{0,300}?/wasi-conformance-\w+/")


def harmless(text: str) -> str:
    """``text`` with everything unseen written out, ``\\x1b`` or ``\\u202e``; line ends and tabs stay."""
    if text.isascii() and text.isprintable():  # most are, and this is quick
        return text
    return _UNSEEN.sub(_written_out, text.replace("\r\n", "\n"))


def line(text: str) -> str:
    """``text`` on one line, harmless, without places of a machine: for data and for formats in which lines count."""
    if text.isascii() and text.isprintable() and "/" not in text:
        return text
    return placeless(harmless(text)).replace("\n", "\\n").replace("\t", "\\t")


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


class Excerpt(msgspec.Struct, frozen=True):
    """The beginning of a text, and how many characters were left out."""

    text: str
    left_out: int = 0

    def __bool__(self) -> bool:
        return bool(self.text)


def excerpt(text: str, most: int) -> Excerpt:
    """At most ``most`` characters of ``text``, without places of a machine."""
    return Excerpt(placeless(text[:most]), max(0, len(text) - most))


def placeless(text: str) -> str:
    """``text`` with folders of the machine that it comes from left out before the places that the suite knows."""
    if "/" not in text:
        return text
    return _SANDBOX.sub("…/", _CHECKOUT.sub("", _CACHE.sub("…/", text)))


def command_line(words: Sequence[str], most: int = 4000) -> str:
    """A command for a shell whose folder is a checkout of the suite, with the suite's cache where it usually is."""
    return " ".join(_word(word[:most]) for word in words)[:most]


def _word(word: str) -> str:
    quoted = shlex.quote(_CHECKOUT.sub("", word))
    home = "$HOME/.cache/" if not quoted.startswith("'") else "'\"$HOME\"'/.cache/"
    return _CACHE.sub(lambda _: home, quoted)
