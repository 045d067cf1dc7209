"""Reports, with bytes in the middle that are not UTF-8."""

import os

from reporting import report

os.write(1, b"\xff\xfe\x00 caf\xe9 \xed\xa0\x80\n")
report()
