"""The environments on this machine: what there is, how large, who needs it, and how it goes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from conformance.errors import EXIT_INCOMPLETE, SuiteError, UnknownName
from conformance.resources import cache_dir
from conformance.runtimes.environments import MARKER, Made, Place, environments_dir, place_of, size_of
from conformance.runtimes.holds import held_alone_at_once
from conformance.runtimes.locks import committed_versions
from conformance.runtimes.spec import LoadedRunner

_DAY_S = 86400.0


class Installed(msgspec.Struct, frozen=True, kw_only=True):
    """An environment on this machine, or what is left of one."""

    name: str
    """The runtime, or the name of the folder where nothing complete says whose it is."""
    version: str = ""
    complete: bool
    """False for what was never finished, or was made by another version of the suite."""
    folder: str
    bytes: int
    """Files that uv shares with its own cache count in full."""
    lock: str = ""
    """``committed`` with the runner, or ``resolved`` on this machine."""
    last_used: str
    in_use: bool
    superseded: bool = False
    """Whether its runner, as it is now, makes another one of this version: its runner.yaml or a lock has changed."""
    needed: str = ""
    """Why it stays when others are pruned: it is the default, or a version with a committed lock."""

    @property
    def label(self) -> str:
        """``name@version``."""
        return f"{self.name}@{self.version}" if self.version else self.name


@dataclass(eq=False)
class InUse(SuiteError):
    """An environment cannot be removed while somebody uses it, or makes it."""

    label: str
    exit_code = EXIT_INCOMPLETE

    def __str__(self) -> str:
        return f"{self.label} is in use by another process, or being installed\n  hint: try again when that has ended"


def installed(runners: Mapping[str, LoadedRunner]) -> list[Installed]:
    """All environments, by name and version."""
    needed = _needed(runners)
    found = [_look(folder, runners, needed) for folder in _folders()]
    return sorted(found, key=lambda entry: (entry.name, entry.version, entry.folder))


def select_installed(entries: Iterable[Installed], name: str) -> list[Installed]:
    """Those called ``NAME`` or ``NAME@VERSION``. Raises :class:`UnknownName` when there is none."""
    entries = list(entries)
    chosen = [entry for entry in entries if name in (entry.name, entry.label)]
    if not chosen:
        raise UnknownName("installed runtime", name, tuple(dict.fromkeys(entry.label for entry in entries)))
    return chosen


def unneeded(entries: Iterable[Installed], days: float, now: float) -> list[Installed]:
    """Those that nobody needs: no default, no committed lock, no use now or within ``days``; and all debris."""
    return [
        entry
        for entry in entries
        if not entry.in_use and not entry.needed and (not entry.complete or now - _seconds(entry) > days * _DAY_S)
    ]


def remove(entry: Installed) -> None:
    """Remove an environment and the code that was compiled for it. Raises :class:`InUse`."""
    place = Place(Path(entry.folder))
    with held_alone_at_once(place.hold) as alone:
        if not alone:
            raise InUse(entry.label)
        place.marker.unlink(missing_ok=True)  # first: what is half removed is nobody's environment
        shutil.rmtree(place.folder, ignore_errors=True)
        if entry.complete and not any(_marked(folder, entry) for folder in _folders()):
            shutil.rmtree(cache_dir() / "artifacts" / entry.label, ignore_errors=True)


def remove_all(entries: Iterable[Installed], removed: Callable[[Installed], None]) -> list[InUse]:
    """Remove what can be removed, telling of each; the rest is in use."""
    refused = []
    for entry in entries:
        try:
            remove(entry)
        except InUse as error:
            refused.append(error)
        else:
            removed(entry)
    return refused


def _folders() -> list[Path]:
    try:
        return sorted(path for path in environments_dir().iterdir() if path.is_dir())
    except FileNotFoundError:
        return []


def _marked(folder: Path, entry: Installed) -> bool:
    made = Place(folder).read()
    return made is not None and (made.name, made.version) == (entry.name, entry.version)


def _needed(runners: Mapping[str, LoadedRunner]) -> dict[Path, str]:
    """The environments that the runners ask for as they are now, and why."""
    needed: dict[Path, str] = {}
    for loaded in runners.values():
        if loaded.runner.provide.path is not None:
            continue
        for version in committed_versions(loaded):
            needed[place_of(loaded, version).folder] = "has a committed lock"
        if loaded.runner.version.default is not None:
            needed[place_of(loaded, loaded.runner.version.default).folder] = "is the default"
    return needed


def _look(folder: Path, runners: Mapping[str, LoadedRunner], needed: Mapping[Path, str]) -> Installed:
    place = Place(folder)
    with held_alone_at_once(place.hold) as alone:
        made = place.read()
    loaded = runners.get(made.name) if made is not None else None
    return Installed(
        name=made.name if made is not None else folder.name,
        version=made.version if made is not None else "",
        complete=made is not None,
        folder=str(folder),
        bytes=size_of(folder),
        lock=made.lock if made is not None else "",
        last_used=_last_used(folder, made),
        in_use=not alone,
        superseded=made is not None and loaded is not None and place_of(loaded, made.version).folder != folder,
        needed=needed.get(folder, "") if made is not None else "",
    )


def _last_used(folder: Path, made: Made | None) -> str:
    try:
        when = (folder / MARKER if made is not None else folder).stat().st_mtime
    except OSError:  # removed meanwhile
        when = 0.0
    return datetime.fromtimestamp(when, UTC).isoformat(timespec="seconds")


def _seconds(entry: Installed) -> float:
    return datetime.fromisoformat(entry.last_used).timestamp()
