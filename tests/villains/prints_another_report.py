"""Prints the complete report of another case."""

from reporting import report

report("another/case")
