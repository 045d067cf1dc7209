"""Reports, and leaves a file beside the directory that it was given."""

from pathlib import Path

from reporting import report

Path("files", "..", "escaped.txt").write_text("out")
report()
