"""Reports and ends, but leaves children in its group that hold its outputs open."""

import os
import time

from reporting import report

report()
for _ in range(3):
    if os.fork() == 0:
        time.sleep(600)
