"""Reports, then never ends, and burns a processor meanwhile."""

from reporting import report

report()
while True:
    pass
