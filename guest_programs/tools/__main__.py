"""`python -m guest_programs.tools`: what `nox -s guests` runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from guest_programs.tools.build import Repository, build, check, default_jobs
from guest_programs.tools.errors import BadFrontMatter, ProgramFailed, ToolError

REPOSITORY = Path(__file__).resolve().parents[2]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="guests", description="Build the guest programs that changed.")
    parser.add_argument(
        "ids", nargs="*", metavar="ID", help="cases or prefixes of ids, such as filesystem/ (default: all)"
    )
    parser.add_argument(
        "--check", action="store_true", help="rebuild with fresh caches, write nothing, list what differs"
    )
    parser.add_argument(
        "-j", "--jobs", type=int, default=default_jobs(), help="cases built at a time (default: %(default)s)"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="name every case that is built")
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Exit codes: 0 done, 1 a case fails or something differs, 3 a tool or package is missing, 4 bad front matter."""
    arguments = _arguments()
    verb = check if arguments.check else build
    detail = _say if arguments.verbose else lambda text: None
    try:
        return verb(Repository(REPOSITORY), arguments.ids, max(1, arguments.jobs), _say, detail)
    except BadFrontMatter as problem:
        _say(str(problem))
        return 4
    except (ProgramFailed, ToolError) as problem:
        _say(f"guests: {problem}")
        return 3


sys.exit(main())
