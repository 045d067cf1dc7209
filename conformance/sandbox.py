"""The directory that one attempt has for itself.

``files/`` holds what the case asks for, made fresh; preopens are folders in it. Around it lie canaries: files that no
guest may read or change. Their state afterwards tells whether something broke out.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from conformance.case import Case, FileSpec, PreopenSpec, as_bytes
from conformance.content import Bytes
from conformance.observation import Preopen

_CANARIES = {"outside.txt": b"outside: no guest may read this", "outside-dir/inner.txt": b"outside: inner"}
_LONG_AGO_NS = 1_000_000_000_000_000_000
"""When canaries were last changed, by their own account: in September 2001."""
_remover = ThreadPoolExecutor(1, thread_name_prefix="sandbox-remover")
"""Finishes what is queued before the interpreter exits."""
_MOST_READ = 64 * 1024 * 1024
"""Bytes of a file that are read to compare them with what a case expects."""
_DEFAULT_PREOPENS = (PreopenSpec(guest="/"),)


class NoFile(msgspec.Struct, frozen=True):
    """What stands in the place of a file and is none: a directory, a named pipe, something that cannot be read."""

    what: str


class AfterState(msgspec.Struct, frozen=True):
    """What was found in the sandbox when the guest was gone."""

    files: dict[str, bytes | NoFile | None] = {}
    """The content of each file that the case expects something of; None where there is nothing."""
    breaches: tuple[str, ...] = ()
    """What changed outside of the preopens, in words."""


class Sandbox:
    """A sandbox on disk; :func:`sandbox` makes and removes it."""

    def __init__(self, root: Path, case: Case) -> None:
        self.root = root
        self.files = root / "files"
        self.case = case
        self.guarded = "host-directories" in case.needs
        self.root.mkdir(parents=True, exist_ok=True)
        if self.guarded:
            self.files.mkdir()
            _populate(self.root, _CANARIES)
            for name in _CANARIES:
                os.utime(self.root / name, ns=(_LONG_AGO_NS, _LONG_AGO_NS))
            _populate(self.files, case.front.files)

    @property
    def preopens(self) -> tuple[Preopen, ...]:
        """The preopens of the case; the whole of its files as ``/`` when it has files and says nothing else."""
        specs = self.case.front.preopens
        if specs is None:
            specs = _DEFAULT_PREOPENS if self.case.front.files else ()
        return tuple(Preopen(os.path.normpath(self.files / spec.host), spec.guest, spec.readonly) for spec in specs)

    def after(self) -> AfterState:
        """Look at what the guest left behind."""
        files = {path: _content(self.files / path) for path in self.case.front.expect.files}
        return AfterState(files, tuple(self._breaches()) if self.guarded else ())

    def _breaches(self) -> Iterator[str]:
        for name, content in _CANARIES.items():
            path = self.root / name
            found = _content(path)
            if found != content:
                yield f"{name} outside of the preopens was {'removed' if found is None else 'changed'}"
            elif path.lstat().st_mtime_ns != _LONG_AGO_NS:
                yield f"the times of {name} outside of the preopens were changed"
        known = {"files", *(name.partition("/")[0] for name in _CANARIES)}
        for folder, expected in ((self.root, known), (self.root / "outside-dir", {"inner.txt"})):
            with contextlib.suppress(OSError):
                for name in sorted(set(os.listdir(folder)) - expected):
                    yield f"{folder.relative_to(self.root) / name} appeared outside of the preopens"


@contextlib.contextmanager
def sandbox(case: Case) -> Iterator[Sandbox]:
    """A fresh sandbox in the system's temporary folder, removed afterwards whatever the guest did to it.

    Removing takes longer than everything else that surrounds a small guest, and nobody waits for it: a thread does it.
    """
    root = Path(tempfile.mkdtemp(prefix="wasi-conformance-"))
    try:
        yield Sandbox(root, case)
    finally:
        _remover.submit(remove, root)


def remove(root: Path) -> None:
    """Remove a sandbox, even when a guest took the permissions away."""
    try:
        shutil.rmtree(root)
    except OSError:
        _permit(root)
        for folder, below, _ in os.walk(root):
            for name in below:  # before the walk wants to enter them
                _permit(Path(folder, name))
        shutil.rmtree(root, ignore_errors=True)


def _permit(folder: Path) -> None:
    if not folder.is_symlink():
        with contextlib.suppress(OSError):
            folder.chmod(stat.S_IRWXU)


def _populate(folder: Path, files: Mapping[str, str | bytes | FileSpec | None]) -> None:
    modes: list[tuple[Path, int]] = []
    for name, spec in files.items():
        path = folder / name
        if spec is None or name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(spec, FileSpec) and spec.symlink is not None:
            path.symlink_to(spec.symlink)
        else:
            path.write_bytes(_data(spec))
        if isinstance(spec, FileSpec) and spec.mode is not None:
            modes.append((path, int(spec.mode, 8)))
    for path, mode in modes:
        path.chmod(mode)


def _data(spec: str | bytes | FileSpec) -> bytes:
    if isinstance(spec, FileSpec):
        return spec.data()
    return spec if isinstance(spec, bytes) else as_bytes(spec)


def _content(path: Path) -> bytes | NoFile | None:
    """What is at ``path``. Only regular files are opened: a pipe or a device would keep us, or feed us, for ever."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return NoFile("a directory" if stat.S_ISDIR(mode) else "no regular file")
        with path.open("rb") as file:
            content = file.read(_MOST_READ + 1)
    except (FileNotFoundError, NotADirectoryError):
        return NoFile("a link to nowhere") if path.is_symlink() else None
    except OSError as error:
        return NoFile(f"something that cannot be read ({error.strerror or error})")
    return content if len(content) <= _MOST_READ else NoFile(f"a file of more than {_MOST_READ} bytes")


def expected_file(value: str | Bytes | None) -> bytes | None:
    """The content that a case expects of a file; None for a file that must not be there."""
    return None if value is None else as_bytes(value)
