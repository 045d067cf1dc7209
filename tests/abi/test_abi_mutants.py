"""Small changes of the model: which there are, and that those nobody notices are known one by one."""

from __future__ import annotations

from collections import Counter

import msgspec
import mutants
import pytest
from mutants import MODULES, NOTHING, Survivor, Unchanged, noticed, source_of, survivors
from operators import keys
from operators import mutants as mutants_of

SOURCES = {
    "a = b < 1": ["b < 1 → b <= 1", "b < 1 → b >= 1", "1 → 2", "1 → 0"],
    "a = b == c is not d": ["b == c is not d → b != c is not d", "b == c is not d → b == c is d"],
    "a = b + c - -d": ["b + c - -d → b + c + -d", "b + c → b - c", "-d → d"],
    "a = b % c << d": ["b % c << d → b % c >> d", "b % c → b // c"],
    "a = b & c | d ^ e": ["b & c | d ^ e → b & c & (d ^ e)", "b & c → b | c", "d ^ e → d | e"],
    "a = b and c or not d": ["b and c or not d → (b and c) and (not d)", "b and c → b or c", "not d → d"],
    "a = b if c else d": ["b if c else d → b if not c else d"],
    "a = [b for b in c if d]": ["for b in c if d → for b in c if not d"],
    "a: int | None = True": ["True → False"],
    "import a\nfrom b import c": [],
    "def f(a: int = 1) -> int | str:\n    '''Talk, 1 + 1.'''\n    return a": ["1 → 2", "1 → 0", "drop return"],
    "def f():\n    a = b\n    a += c\n    g(a)": ["drop a = b", "a += c → a -= c", "drop a += c", "drop g(a)"],
    "def f():\n    raise E(f'{a + 1}')": ["drop raise E(f'{a + 1}')"],
    "def f():\n    if a:\n        return": ["turn if a:"],
    "def f():\n    with a:\n        b()": ["drop with a:", "drop b()"],
    "if TYPE_CHECKING:\n    a = 1": [],
    "CACHED = 1": [],
    "class A:\n    @cached(1)\n    def f(self):\n        a()\n        a()": ["drop a()", "drop a() #2"],
}


@pytest.mark.parametrize("source", SOURCES)
def test_all_changes_of_a_source(source: str) -> None:
    told = [key.change.replace("return a → return None", "drop return") for key in keys("m", source)]
    assert told == SOURCES[source]


def test_each_mutant_differs_in_its_change_alone() -> None:
    source = "def f(a):\n    b = a + 1\n    return [b, 1, 1]\n"
    assert [(mutant.key.change, mutant.source.splitlines()[1:]) for mutant in mutants_of("m", source)] == [
        ("drop b = a + 1", ["    pass", "    return [b, 1, 1]"]),
        ("a + 1 → a - 1", ["    b = a - 1", "    return [b, 1, 1]"]),
        ("1 → 2", ["    b = a + 2", "    return [b, 1, 1]"]),
        ("1 → 0", ["    b = a + 0", "    return [b, 1, 1]"]),
        ("return [b, 1, 1] → return None", ["    b = a + 1", "    return None"]),
        ("1 → 2", ["    b = a + 1", "    return [b, 2, 1]"]),
        ("1 → 0", ["    b = a + 1", "    return [b, 0, 1]"]),
        ("1 → 2 #2", ["    b = a + 1", "    return [b, 1, 2]"]),
        ("1 → 0 #2", ["    b = a + 1", "    return [b, 1, 0]"]),
    ]


def test_changes_keep_their_names_when_others_are_made_elsewhere() -> None:
    one = set(keys("m", "def f(a):\n    return a + 1\n"))
    assert one <= set(keys("m", "def g(a):\n    return a - 1\n\n\ndef f(a):\n    b = a\n    return a + 1\n"))


@pytest.mark.parametrize("module", MODULES)
def test_every_change_of_the_model_has_a_name_of_its_own(module: str) -> None:
    found = Counter(keys(module, source_of(module)))
    assert len(found) > 40 and set(found.values()) == {1}


def test_survivors_are_changes_of_the_model_of_today() -> None:
    assert mutants.stale() == []


def test_every_survivor_is_there_once_and_has_a_reason() -> None:
    assert set(Counter(key for one in survivors() for key in one.keys).values()) <= {1}
    assert all(len(one.why.split()) > 2 for one in survivors())


def test_a_survivor_that_is_no_change_any_more_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Survivor("lift", "nobody wrote this", ("1 → 2",), "no reason at all")
    monkeypatch.setattr(mutants, "survivors", lambda: [gone])
    assert mutants.stale() == ["lift: : nobody wrote this: 1 → 2"]


class Planted(msgspec.Struct, frozen=True):
    """A change of a text."""

    old: str
    new: str
    fault: str = "a villain was here"
    place: str = "conformance.abi.lift"

    def planted(self, source: str) -> str:
        assert self.old in source
        return source.replace(self.old, self.new)


def test_what_changes_nothing_is_noticed_by_nothing() -> None:
    assert noticed(Unchanged()) == NOTHING


@pytest.mark.parametrize(
    ("old", "new", "by"),
    [
        ("0xD800 <= number", "0xD800 < number", "abi/"),
        ("import math\n", "import maths\n", "import: ModuleNotFoundError"),
        ('"handles need an instance"', '"no"', "test_abi_calls.py::test_handles_need_their_surroundings"),
        ("import math\n", "import math, os\nos._exit(3)\n", "it dies"),
    ],
)
def test_changes_are_noticed_by_what_asks_first(old: str, new: str, by: str) -> None:
    assert noticed(Planted(old, new)).startswith(by)


def test_a_change_that_never_ends_is_noticed() -> None:
    endless = Planted("import math\n", "import math\nwhile True: pass\n")
    assert noticed(endless, limit_s=0.5) == "it takes too long"


def test_a_module_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        mutants.main(["lyft"])
    assert "no module lyft" in capsys.readouterr().err
