"""The vocabulary of needs: what a case may take of a runtime or of the machine. Runners say which they cannot meet."""

from __future__ import annotations

from typing import Literal

RuntimeNeed = Literal[
    "host-directories",
    "readonly-preopens",
    "network",
    "name-lookup",
    "http-outgoing",
    "http-incoming",
    "tls-trust",
    "stdin",
    "terminal",
    "process-streams",
    "exit-code",
]
MachineNeed = Literal["ipv6", "symlinks"]
Need = RuntimeNeed | MachineNeed
RUNTIME_NEEDS: tuple[str, ...] = RuntimeNeed.__args__  # type: ignore[attr-defined]
MACHINE_NEEDS: tuple[str, ...] = MachineNeed.__args__  # type: ignore[attr-defined]
