"""Reports, and leaves a link to a file without end where the suite will look for a file."""

import os

from reporting import report

os.symlink("/dev/zero", "files/out.txt")
report()
