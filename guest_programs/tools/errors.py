"""What can go wrong in the tool chain, each with enough text to act on."""

from __future__ import annotations

from pathlib import Path


class ToolError(Exception):
    """A failure that is reported as one message and never as a traceback."""


class ProgramFailed(ToolError):
    """A program that we started ended with an error; its own words are the message."""

    def __init__(self, what: str, command: list[str], output: str) -> None:
        self.what = what
        self.command = command
        self.output = output
        super().__init__(f"{what}\n{output.strip() or '(no output)'}")


class ProgramMissing(ToolError):
    """A program or package that the tool chain needs is not installed."""

    def __init__(self, name: str, hint: str) -> None:
        self.name = name
        super().__init__(f"{name} was not found: {hint}")


class BadFrontMatter(ToolError):
    """A case whose metadata the build cannot use."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        self.path = path
        self.line = line
        super().__init__(f"{path}:{line}: {problem}")


class WrongIntegrity(ToolError):
    """A fetched package whose bytes are not the ones that the repository vouches for."""

    def __init__(self, package: str, want: str, got: str) -> None:
        self.package = package
        super().__init__(
            f"{package}: the fetched archive has integrity\n  {got}\nbut wit_fixtures/source.json demands\n  {want}"
        )
