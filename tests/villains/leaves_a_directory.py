"""Reports, and leaves a directory where nothing should be."""

import os

from reporting import report

os.mkdir("files/out.txt")
report()
