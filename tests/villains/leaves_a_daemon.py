"""Reports and ends, but leaves a daemon in a session of its own, with every stream closed."""

import os
import time

from reporting import report

report()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 3)
        time.sleep(600)
    os._exit(0)
os.wait()
