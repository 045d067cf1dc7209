"""Reports, then writes 1 GB to stdout."""

import os

from reporting import report

report()
BLOCK = b"x" * (1 << 20)
for _ in range(1024):
    left = memoryview(BLOCK)
    while left:
        left = left[os.write(1, left) :]
