"""The sandbox of an attempt: made as the case says, looked at afterwards, and removed whatever was done to it."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from stand_ins import a_case, eventually

from conformance.observation import Preopen
from conformance.sandbox import AfterState, NoFile, Sandbox, remove, sandbox

FILES: dict[str, Any] = {
    "text.txt": "é",
    "raw.bin": {"base64": "AAEC"},
    "big.bin": {"repeat": "ab", "times": 1000},
    "empty/": None,
    "sub/deep/file": "x",
    "link": {"symlink": "text.txt"},
    "locked": {"repeat": "x", "mode": "400"},
}
EXPECTING: dict[str, Any] = {"files": {"a.txt": "a"}, "expect": {"files": {"a.txt": "a", "out.txt": "x"}}}


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox with one file, of which two are expected."""
    root = tmp_path / "box"
    yield Sandbox(root, a_case(**EXPECTING))
    remove(root)


def test_files_are_what_the_case_says(tmp_path: Path) -> None:
    files = Sandbox(tmp_path / "box", a_case(files=FILES)).files
    assert (files / "text.txt").read_bytes() == b"\xc3\xa9"
    assert (files / "raw.bin").read_bytes() == b"\0\1\2"
    assert (files / "big.bin").read_bytes() == b"ab" * 1000
    assert (files / "empty").is_dir()
    assert (files / "sub/deep/file").read_text() == "x"
    assert (files / "link").readlink() == Path("text.txt")
    assert stat.S_IMODE((files / "locked").stat().st_mode) == 0o400
    assert sorted(os.listdir(files)) == ["big.bin", "empty", "link", "locked", "raw.bin", "sub", "text.txt"]


def test_every_attempt_has_its_own(tmp_path: Path) -> None:
    case = a_case(files={"a": "1"})
    with sandbox(case) as first, sandbox(case) as second:
        (first.files / "a").write_text("2")
        assert (second.files / "a").read_text() == "1"


def test_a_case_without_files_has_no_preopens_and_nothing_to_guard(tmp_path: Path) -> None:
    box = Sandbox(tmp_path / "box", a_case())
    assert box.preopens == ()
    (box.root / "anything").write_text("x")
    assert box.after() == AfterState()


def test_preopens_are_folders_of_the_sandbox_in_their_order(tmp_path: Path) -> None:
    preopens = [{"guest": "/b", "host": "sub", "readonly": True}, {"guest": "/a"}]
    box = Sandbox(tmp_path / "box", a_case(files={"sub/": None}, preopens=preopens))
    assert box.preopens == (Preopen(str(box.files / "sub"), "/b", True), Preopen(str(box.files), "/a", False))


def test_an_untouched_sandbox_has_no_breach(box: Sandbox) -> None:
    assert box.after() == AfterState({"a.txt": b"a", "out.txt": None})


def replaced_by(make: Callable[[Path], object]) -> Callable[[Path], object]:
    def deed(root: Path) -> None:
        (root / "outside.txt").unlink()
        make(root / "outside.txt")

    return deed


DEEDS: dict[str, Callable[[Path], object]] = {
    "changed": lambda root: (root / "outside.txt").write_text("x"),
    "truncated": lambda root: (root / "outside.txt").write_text(""),
    "removed": lambda root: os.unlink(root / "outside.txt"),
    "renamed": lambda root: (root / "outside.txt").rename(root / "elsewhere.txt"),
    "touched": lambda root: os.utime(root / "outside.txt"),
    "inner changed": lambda root: (root / "outside-dir/inner.txt").write_text("x"),
    "inner removed": lambda root: os.unlink(root / "outside-dir/inner.txt"),
    "inner added": lambda root: (root / "outside-dir/new.txt").touch(),
    "folder added": lambda root: os.mkdir(root / "new"),
    "link added": lambda root: (root / "new").symlink_to("outside.txt"),
    "pipe instead": replaced_by(os.mkfifo),
    "folder instead": replaced_by(os.mkdir),
    "device instead": replaced_by(lambda path: path.symlink_to("/dev/zero")),
}


@pytest.mark.parametrize("name", DEEDS)
def test_what_happens_outside_of_the_preopens_is_a_breach(box: Sandbox, name: str) -> None:
    DEEDS[name](box.root)
    assert box.after().breaches


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (lambda path: path.write_bytes(b"\xff"), b"\xff"),
        (lambda path: path.mkdir(), NoFile("a directory")),
        (lambda path: os.mkfifo(path), NoFile("no regular file")),
        (lambda path: path.symlink_to("/dev/zero"), NoFile("no regular file")),
        (lambda path: path.symlink_to("nowhere"), NoFile("a link to nowhere")),
        (lambda path: path.symlink_to(path), None),
        (lambda path: path.open("wb").truncate(1 << 40), NoFile("a file of more than 67108864 bytes")),
    ],
    ids=["bytes", "directory", "pipe", "device", "link to nowhere", "link to itself", "huge"],
)
def test_what_stands_in_the_place_of_a_file_is_told(
    box: Sandbox, make: Callable[[Path], object], found: bytes | NoFile | None
) -> None:
    make(box.files / "out.txt")
    got = box.after().files["out.txt"]
    assert got == found if found is not None else isinstance(got, NoFile)


def unprivileged(action: Callable[[], bool]) -> bool:
    """Whether ``action`` holds for somebody to whom permissions mean something: in a child, as nobody."""
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            os._exit(0 if action() else 1)
        finally:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_sandbox_whose_permissions_were_taken_away_is_removed(tmp_path_factory: pytest.TempPathFactory) -> None:
    def make_and_remove() -> bool:
        root = Path(tempfile.mkdtemp(dir="/tmp"))
        box = Sandbox(root, a_case(files={"a/b/c/d.txt": "", "a/e.txt": ""}))
        for path in ("a/b/c/d.txt", "a/b/c", "a/b", "a", "."):
            (box.files / path).chmod(0)
        remove(root)
        return not root.exists()

    assert unprivileged(make_and_remove)


def test_a_folder_that_cannot_be_entered_is_not_taken_for_an_absent_one() -> None:
    def look() -> bool:
        box = Sandbox(Path(tempfile.mkdtemp(dir="/tmp")), a_case(files={"a/": None}, expect={"files": {"a/x": None}}))
        (box.files / "a").chmod(0)
        found = box.after().files["a/x"]
        remove(box.root)
        return isinstance(found, NoFile)

    assert unprivileged(look)


def test_removing_does_not_follow_links_out_of_the_sandbox(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir(mode=0o500)
    (precious / "file").write_text("x")
    box = Sandbox(tmp_path / "box", a_case(files={"a/": None}))
    (box.files / "link").symlink_to(precious)
    (box.files / "a").chmod(0)
    remove(box.root)
    assert not box.root.exists()
    assert (precious / "file").read_text() == "x"
    assert stat.S_IMODE(precious.stat().st_mode) == 0o500


def test_removing_what_is_not_there_is_no_matter(tmp_path: Path) -> None:
    remove(tmp_path / "gone")


def test_an_attempt_that_fails_leaves_no_sandbox_either() -> None:
    with pytest.raises(RuntimeError), sandbox(a_case(files={"a": ""})) as box:
        raise RuntimeError
    assert eventually(lambda: not box.root.exists())
