"""Reports, and leaves a named pipe where the suite will look for a file."""

import os

from reporting import report

os.mkfifo("files/out.txt")
report()
