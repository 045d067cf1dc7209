"""The process lane for Wasmtime's Python bindings: one component, one process, its own standard streams.

    run.py [--dir-rw=HOST::GUEST]... [--dir-ro=HOST::GUEST]... [--env=KEY=VALUE]...
           [--network] [--name-lookup] [--http] COMPONENT [ARGUMENT]...

The exit code is the guest's. For every other ending the last line on standard error is ``wasmtime-py run: ENDING:
MESSAGE``, and the exit code is the one that ``runner.yaml`` pairs with it: a guest that exits with the same code has
not written that line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

try:
    from embedding import BadLaunch, Embedding, Ending, Preopen, Refused, configure
except Exception as error:
    print(f"wasmtime-py run: crashed: {error}", file=sys.stderr, flush=True)
    os._exit(70)

_USAGE = (
    "[--dir-rw=HOST::GUEST]... [--dir-ro=HOST::GUEST]... [--env=KEY=VALUE]... [--network] [--name-lookup] [--http] "
    "COMPONENT [ARGUMENT]..."
)
_CODES = {"trapped": 134, "refused": 126, "crashed": 70}


@dataclass
class Options:
    """The command line. Parsed by hand: argparse would swallow a ``--`` that is meant for the guest."""

    component: Path = Path()
    arguments: list[str] = field(default_factory=list)
    preopens: list[Preopen] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    grants: list[str] = field(default_factory=list)

    @classmethod
    def parse(cls, argv: Sequence[str]) -> Options:
        """Raises :class:`BadLaunch` for a command line that is not of the form above."""
        options, rest = cls(), list(argv)
        while rest and rest[0].startswith("--"):
            option = rest.pop(0)
            name, _, value = option.partition("=")
            if name in ("--dir-rw", "--dir-ro") and "::" in value:
                host, _, guest = value.rpartition("::")
                options.preopens.append(Preopen(host, guest, name == "--dir-ro"))
            elif name == "--env" and "=" in value:
                key, _, text = value.partition("=")
                options.environment[key] = text
            elif option in ("--network", "--name-lookup", "--http"):
                options.grants.append(option[2:])
            else:
                raise BadLaunch(f"expected an option of {_USAGE}, got {option}")
        if not rest:
            raise BadLaunch(f"expected {_USAGE}")
        options.component, options.arguments = Path(rest[0]), rest[1:]
        return options


def _run(argv: Sequence[str]) -> Ending:
    embedding = Embedding()
    try:
        options = Options.parse(argv)
        arguments = [options.component.name, *options.arguments]
        component = embedding.compile(options.component.read_bytes())
        config = configure(arguments, options.environment, options.preopens, options.grants)
        config.inherit_stdin()
        config.inherit_stdout()
        config.inherit_stderr()
        return embedding.run(component, config, options.grants)
    except Refused as refused:
        return Ending("refused", message=str(refused))
    except (BadLaunch, OSError) as error:
        return Ending("crashed", message=f"the launch could not be set up: {error}")
    except Exception as error:
        return Ending("crashed", message=f"{type(error).__name__}: {error}")


def main() -> None:
    """Run, and leave at once: nothing of this process is worth an orderly end."""
    ending = _run(sys.argv[1:])
    if ending.code is None:
        line = " | ".join(part.strip() for part in ending.message.splitlines() if part.strip())
        print(f"wasmtime-py run: {ending.ending}: {line}", file=sys.stderr, flush=True)
    os._exit(_CODES[ending.ending] if ending.code is None else ending.code)


if __name__ == "__main__":
    main()
