"""Reports, and takes half a minute to end."""

import time

from reporting import report

report()
time.sleep(30)
