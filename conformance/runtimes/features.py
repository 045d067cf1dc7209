"""What not every version of a runtime can do: measured once, and then the runner is one that speaks of it no more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import msgspec

from conformance.runtimes.spec import Lacking, Piece, ProcessLane, Runner, compiled


def measure(runner: Runner, printed: Callable[[tuple[str, ...]], str]) -> frozenset[str]:
    """The features that are there. ``printed`` runs a command (each only once) and says what it printed."""
    outputs: dict[tuple[str, ...], str] = {}
    for feature in runner.features.values():
        if feature.command not in outputs:
            outputs[feature.command] = printed(feature.command)
    return frozenset(
        name
        for name, feature in runner.features.items()
        if compiled(feature.pattern).search(outputs[feature.command]) is not None
    )


def conditioned(runner: Runner, present: Collection[str]) -> Runner:
    """The runner as it is for a version with these features: without conditions."""
    cannot: dict[str, str | Lacking] = {}
    for need, entry in runner.cannot.items():
        if isinstance(entry, str):
            cannot[need] = entry
        elif entry.lacks not in present:
            cannot[need] = entry.reason
    process = _lane(runner.process, present) if runner.process is not None else None
    worker = runner.worker
    if worker is not None and worker.has is not None:
        worker = msgspec.structs.replace(worker, has=None) if worker.has in present else None
    return msgspec.structs.replace(runner, cannot=cannot, process=process, worker=worker, features={})


def _lane(lane: ProcessLane, present: Collection[str]) -> ProcessLane:
    serve = lane.serve
    if serve is not None:
        serve = msgspec.structs.replace(serve, command=_pieces(serve.command, present))
    return msgspec.structs.replace(lane, run=_pieces(lane.run, present), serve=serve)


def _pieces(pieces: Sequence[str | Piece], present: Collection[str]) -> tuple[str | Piece, ...]:
    made: list[str | Piece] = []
    for piece in pieces:
        if isinstance(piece, str):
            made.append(piece)
        elif (piece.has is None or piece.has in present) and (piece.lacks is None or piece.lacks not in present):
            plain = piece.each is None and piece.when is None
            made += piece.add if plain else [msgspec.structs.replace(piece, has=None, lacks=None)]
    return tuple(made)
