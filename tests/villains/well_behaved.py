"""No villain: reports and ends."""

from reporting import report

report()
