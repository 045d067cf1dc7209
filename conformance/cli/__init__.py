"""The command ``wasi-conformance``: thin verbs over the rooms below.

Data goes to stdout, talk and progress to stderr. Exit codes: 0 as expected, 1 unexpected results, 2 interrupted,
3 infrastructure or incomplete, 4 usage or configuration, 5 nothing ran.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import traceback
from collections.abc import Iterator
from typing import Any, NoReturn

import click

from conformance import __version__
from conformance.errors import EXIT_INCOMPLETE, EXIT_INTERRUPTED, EXIT_USAGE, SuiteError, near_matches
from conformance.interruption import listen

_VERBS = {
    "run": ("conformance.cli.run", "Run cases on runtimes and write a report."),
    "fuzz": ("conformance.cli.fuzz", "Try random values on their way into, out of and between guests."),
    "verify": ("conformance.cli.verify", "Find cases whose outcome varies, or which nearly take too long."),
    "repro": ("conformance.cli.repro", "Run one attempt and keep its sandbox."),
    "gate": ("conformance.cli.gate", "Say whether an upgrade of a runtime makes anything worse."),
    "check": ("conformance.cli.check", "Say which runtimes provide what a component of yours uses."),
    "combine": ("conformance.cli.combine", "Make one report of many: of shards, of machines, of platforms."),
    "diff": ("conformance.cli.diff", "Compare two reports: what got worse, better, or fails otherwise."),
    "bisect": ("conformance.cli.bisect", "Find the version of a runtime that changed the outcome of a case."),
    "expectations": ("conformance.cli.expectations", "Check or update what is known not to pass."),
    "matrix": ("conformance.cli.matrix", "Show the compatibility matrix of reports."),
    "explain": ("conformance.cli.explain", "Tell everything about one case."),
    "list": ("conformance.cli.corpus", "List the cases."),
    "coverage": ("conformance.cli.corpus", "Which functions and error codes of WASI which cases assert."),
    "publish": ("conformance.cli.publish", "Write the compatibility tables of reports."),
    "export": ("conformance.cli.export", "Write reports as JUnit, TAP, CSV, matrix.json, badges, a feed, a history."),
    "site": ("conformance.cli.site", "Write the site of reports: static pages for people."),
    "runtimes": (
        "conformance.cli.runtimes",
        "Which runtimes are there, in which versions, or why not; bring and remove them.",
    ),
    "bench-runtimes": ("conformance.cli.bench_runtimes", "Measure what runtimes cost to start, and what they carry."),
    "smoke": ("conformance.cli.smoke", "Tell the author of a runner folder what is wrong with it."),
    "doctor": ("conformance.cli.machine", "Check that this machine can run the suite."),
    "completion": ("conformance.cli.completion", "Print a completion script for your shell."),
}


@contextlib.contextmanager
def reader_may_leave() -> Iterator[None]:
    """For output whose reader may go away (``| head``) without a change to what the command came to."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Verbs(click.Group):
    """Verbs whose modules are imported only when they are used: `--help` and `list` have to be quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        command = getattr(importlib.import_module(_VERBS[cmd_name][0]), f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        with reader_may_leave():
            return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _VERBS and not args[0].startswith("-"):
            near = near_matches(args[0], _VERBS)
            ctx.fail(f"no such command {args[0]!r}" + (f"; did you mean {', '.join(near)}?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _VERBS.items()])


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="wasi-conformance")
def cli() -> None:
    """Does this WebAssembly runtime do what WASI 0.2 says?

    Runs a corpus of WASI 0.2 components under real runtimes and shows what each does: every case is one claim about one
    clause of the specification.

    \b
    wasi-conformance run                          the whole corpus on every runtime
    wasi-conformance run filesystem -r wasmtime   one area on one runtime
    wasi-conformance explain filesystem/stat-at-file
    """


def main() -> NoReturn:
    """Entry point of the console script."""
    # Whoever stops us by SIGTERM gets the same orderly end as by Ctrl-C.
    listen()
    try:
        code = cli.main(standalone_mode=False, prog_name="wasi-conformance")
    except SuiteError as error:
        _complain(str(error))
        code = error.exit_code
    except click.ClickException as error:
        error.show(file=sys.stderr)
        code = EXIT_USAGE
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted")
        code = EXIT_INTERRUPTED
    except OSError as error:  # a disk that is full, say
        _complain(f"error: {error}")
        code = EXIT_INCOMPLETE
    except Exception:  # with Python's own exit code it would pass for an unexpected result
        traceback.print_exc()
        _complain("this is a mistake of the suite's own, and no result")
        code = EXIT_INCOMPLETE
    finally:
        _bury_orphans()
    sys.exit(code if isinstance(code, int) else 0)


def _bury_orphans() -> None:
    """Nothing that a runtime left behind survives the command; most verbs never started anything."""
    spawn = sys.modules.get("conformance.runtimes.spawn")
    if spawn is not None:
        spawn.bury_orphans()


def _complain(text: str) -> None:
    styled: Any = click.style(text, fg="red") if sys.stderr.isatty() and not os.environ.get("NO_COLOR") else text
    click.echo(styled, err=True)
