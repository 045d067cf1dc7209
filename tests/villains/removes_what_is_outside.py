"""Reports, and removes a file that it was never given."""

from pathlib import Path

from reporting import report

Path("outside-dir", "inner.txt").unlink()
report()
