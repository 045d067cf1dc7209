"""Reports, then stops, and nobody will ever continue it."""

import os
import signal

from reporting import report

report()
os.kill(os.getpid(), signal.SIGSTOP)
