"""Reports, and writes 1 GB to stderr."""

import os

from reporting import report

BLOCK = b"x" * (1 << 20)
for _ in range(1024):
    left = memoryview(BLOCK)
    while left:
        left = left[os.write(2, left) :]
report()
