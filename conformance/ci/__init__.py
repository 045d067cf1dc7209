"""The gate in CI: which runtime a lock file bumps, the steps of a pipeline, and annotations. README.md shows how."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
STEPS = FOLDER / "steps.sh"
"""The steps of a pipeline: the same for the GitHub Action, for GitLab and for `nox -s gate`."""
