"""Reports, and takes the permissions of everything in its sandbox away."""

import os
from pathlib import Path

from reporting import report

deep = Path("files", "deep", "deeper")
deep.mkdir(parents=True)
(deep / "file").write_text("x")
for path in (deep / "file", deep, deep.parent, Path("files")):
    path.chmod(0)
os.listdir(".")
report()
