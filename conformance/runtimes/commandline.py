"""Command lines from the templates of a runner.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from conformance.observation import Launch
from conformance.runtimes.spec import Piece


def expand(template: Sequence[str | Piece], variables: Mapping[str, str], launch: Launch) -> list[str]:
    """The argument vector for one launch. Raises KeyError for a variable that does not exist."""
    command: list[str] = []
    for piece in template:
        if isinstance(piece, str):
            command.append(piece.format_map(variables))
        elif piece.when is not None:
            if piece.when in launch.grants:
                command += [text.format_map(variables) for text in piece.add]
        else:
            for item in _items(piece, launch):
                command += [text.format_map({**variables, **item}) for text in piece.add]
                if item.get("mode") == "ro":
                    command[-1] += piece.readonly
    return command


def _items(piece: Piece, launch: Launch) -> Iterable[Mapping[str, str]]:
    if piece.each == "preopens":
        return [{"host": p.host, "guest": p.guest, "mode": "ro" if p.readonly else "rw"} for p in launch.preopens]
    if piece.each == "environment":
        return [{"key": key, "value": value} for key, value in launch.environment.items()]
    return [{"value": value} for value in launch.arguments]
