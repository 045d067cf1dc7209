"""Reports, then writes 512 MB to stdout and to stderr, by turns, and 1 GB in all."""

import os

from reporting import report

report()
BLOCK = b"x" * (1 << 20)
for turn in range(1024):
    left = memoryview(BLOCK)
    while left:
        left = left[os.write(1 + turn % 2, left) :]
