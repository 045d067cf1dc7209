"""Ends with a word on stderr before it has said hello."""

import sys

sys.exit("no licence found")
