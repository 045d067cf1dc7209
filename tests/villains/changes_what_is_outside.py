"""Reports, and changes a file that it was never given."""

from pathlib import Path

from reporting import report

Path("outside.txt").write_text("mine")
report()
