"""Options that several verbs share, and how their values become cases and runtimes."""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from conformance.corpus import load_corpus
from conformance.errors import BadOption
from conformance.hands import Hands
from conformance.observation import DEFAULT_TIMEOUT_S
from conformance.publish.tables import Style
from conformance.resources import GUEST_PROGRAMS
from conformance.runtimes.spec import Wanted, load_runners

F = TypeVar("F", bound=Callable[..., Any])


def _complete_case(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [case.id for case in load_corpus().cases if case.id.startswith(incomplete)]


def _complete_runtime(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in load_runners() if name.startswith(incomplete)]


def patterns_argument(function: F) -> F:
    """``[ID-OR-PREFIX…]``."""
    return click.argument("patterns", nargs=-1, metavar="[ID-OR-PREFIX]...", shell_complete=_complete_case)(function)


def case_argument(function: F) -> F:
    """``ID``."""
    return click.argument("case_id", metavar="ID", shell_complete=_complete_case)(function)


def runtimes_option(function: F) -> F:
    """``-r NAME[@VERSION]``, any number of times."""
    return click.option(
        "-r",
        "--runtime",
        "runtimes",
        multiple=True,
        metavar="NAME[@VERSION]",
        help="A runtime to use: NAME, NAME@VERSION, NAME@latest, 'NAME@>=46,<50' (the newest that matches) or "
        "NAME:/path/to/program; may be given several times. Default: all that are not optional "
        "(`runtimes known` has them all).",
        shell_complete=_complete_runtime,
    )(function)


def each_major_option(function: F) -> F:
    """``--each-major``."""
    return click.option(
        "--each-major", is_flag=True, help="Of every runtime that is named, the newest version of each major version."
    )(function)


def runner_option(function: F) -> F:
    """``--runner DIR``, any number of times."""
    return click.option(
        "--runner",
        "runner_folders",
        multiple=True,
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="A folder with a runner.yaml of your own; may be given several times.",
    )(function)


def corpus_option(function: F) -> F:
    """``--corpus DIR``."""
    return click.option(
        "--corpus",
        "corpus_folder",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        default=GUEST_PROGRAMS,
        show_default="the suite's own",
        help="A folder of guest programs and their components.",
    )(function)


def format_option(*formats: str) -> Callable[[F], F]:
    """``--format``, the first one being the default."""
    return click.option(
        "--format", "style", type=click.Choice(formats), default=formats[0], show_default=True, help="Output format."
    )


def expectations_option(function: F) -> F:
    """``--expectations DIR|FILE|suite|none``, any number of times."""
    return click.option(
        "--expectations",
        "expectation_places",
        multiple=True,
        metavar="DIR|FILE|suite|none",
        help="What is known not to pass: a file or folder of them, `suite` for the suite's own, `none`; may be given "
        "several times.  [default: ./expectations when it is there]",
    )(function)


def pairs_option(function: F) -> F:
    """``--pair BEFORE=AFTER``, any number of times."""
    return click.option(
        "--pair",
        "pairs",
        multiple=True,
        metavar="BEFORE=AFTER",
        help="Compare these runtimes, each NAME or NAME@VERSION; may be given several times. Default: by name.",
    )(function)


def chosen_pairs(pairs: Sequence[str]) -> list[tuple[str, str]]:
    """What ``--pair`` says. Raises :class:`BadOption`."""
    chosen = []
    for pair in pairs:
        one, equals, other = pair.partition("=")
        if not (one and equals and other):
            raise BadOption("--pair", pair, "expected BEFORE=AFTER, each NAME or NAME@VERSION")
        chosen.append((one, other))
    return chosen


def jobs_option(function: F) -> F:
    """``-j N``."""
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(1, 256),
        help="Attempts at once.  [default: one per processor, and two, and more while processors are idle]",
    )(function)


def crew_options(function: F) -> F:
    """``-j N``, ``--memory``, ``--executor``, ``--platform``: who makes attempts, as ``hands``."""

    @functools.wraps(function)
    def gathered(
        *, jobs: int | None, memory: int | None, executor: str | None, platform: str | None, **others: Any
    ) -> Any:
        return function(hands=Hands(jobs=jobs, memory=memory, executor=executor, platform=platform), **others)

    options = (
        jobs_option,
        click.option(
            "--memory",
            type=Size(),
            metavar="SIZE",
            help="No further attempt starts while runtimes take up more, such as 4G.  [default: 3/4 of what is free]",
        ),
        click.option(
            "--executor",
            metavar="dask://HOST:PORT",
            help="Make the attempts on the workers of this Dask cluster; needs the extra `cluster`.",
        ),
        click.option("--platform", metavar="NAME", help="Which of the cluster's workers, such as linux-x86_64."),
    )
    for option in reversed(options):
        gathered = option(gathered)
    return gathered  # type: ignore[return-value]  # click's own decorators say no more


class Size(click.ParamType[int]):
    """A number of bytes, with a unit of 1024 if one likes: ``512M``, ``4G``."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Bytes. Fails with a hint for what is no size."""
        match = re.fullmatch(r"([1-9][0-9]*)([KMGT]?)(?:iB|B)?", str(value), re.IGNORECASE)
        if match is None:
            self.fail(f"{value!r} is no size such as 512M or 4G", param, ctx)
        return int(match[1]) << 10 * " KMGT".index(match[2].upper() or " ")


def timeout_option(function: F) -> F:
    """``--timeout S``."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=DEFAULT_TIMEOUT_S,
        show_default=True,
        metavar="S",
        help="Seconds that an attempt may take.",
    )(function)


def schema_option(of: Any) -> Callable[[F], F]:
    """``--schema``: print the JSON Schema of what ``--format json`` prints, and end."""

    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value:
            click.echo(msgspec.json.format(msgspec.json.encode(msgspec.json.schema(of)), indent=2).decode())
            ctx.exit(0)

    return click.option(
        "--schema",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help="Print the JSON Schema of the JSON output.",
    )


def print_json(value: Any) -> None:
    """Print a value as indented JSON on stdout."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def wanted_runtimes(
    selections: Sequence[str], runner_folders: Sequence[Path], *, each_major: bool = False
) -> list[Wanted]:
    """What ``-r`` asks for, in that order; all runners that are not optional without it, and those in ``--runner``.

    Raises :class:`UnknownName` with near matches.

    ``each_major``: of each selection the newest version of every major version.
    """
    runners = load_runners(runner_folders)
    if not selections:
        if each_major:
            raise BadOption("--each-major", "", "of which runtime? It takes -r NAME or -r 'NAME@>=46,<50'")
        own = {folder.resolve() for folder in runner_folders}
        chosen = [one for one in runners.values() if not one.runner.optional or one.folder in own]
        return [Wanted(loaded, loaded.runner.version.default) for loaded in chosen]
    from conformance.runtimes.selection import select, select_each_major, unique  # completion has no use for it

    if each_major:
        return unique(one for text in selections for one in select_each_major(text, runners, tell))
    return unique(select(text, runners, tell) for text in selections)


def wanted_runtime(selection: str, runner_folders: Sequence[Path], *, option: str = "--runtime") -> Wanted:
    """The one runtime that a verb needs; ``option`` is the one that named it."""
    from conformance.runtimes.selection import select

    return select(selection, load_runners(runner_folders), tell, option=option)


def plain_style(style: str) -> Style:
    """The table style for ``--format``: lists are shown without a frame."""
    return "markdown" if style == "markdown" else "simple"


def framed_style(style: str) -> Style:
    """The table style for ``--format``: a matrix is shown with a frame."""
    return "markdown" if style == "markdown" else "pretty"


def tell(text: str, **style: Any) -> None:
    """Talk: a line on stderr, coloured where that is a terminal and ``NO_COLOR`` is not set."""
    plain = bool(os.environ.get("NO_COLOR")) or not sys.stderr.isatty()
    click.echo(text if plain else click.style(text, **style), err=True)
