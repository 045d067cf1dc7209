"""Reports and ends, but leaves a daemon in a session of its own that has thrown its environment away."""

import os
import sys

from reporting import report

report()
if os.fork() == 0:
    os.setsid()
    os.closerange(0, 3)
    os.execve(sys.executable, [sys.executable, "-S", "-c", "import time; time.sleep(600)", sys.argv[0]], {})
