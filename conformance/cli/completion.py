"""``completion``: the script that makes a shell complete verbs, options, case ids and runtimes."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> int:
    """Print a completion script for your shell.

    \b
    bash: eval "$(wasi-conformance completion bash)"
    """
    from conformance.cli import cli

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, "wasi-conformance", "_WASI_CONFORMANCE_COMPLETE").source())
    return 0
