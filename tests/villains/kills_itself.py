"""Reports, then dies of a segmentation fault."""

import os
import signal

from reporting import report

report()
os.kill(os.getpid(), signal.SIGSEGV)
