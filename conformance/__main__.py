"""``python -m conformance`` is ``wasi-conformance``."""

from conformance.cli import main

main()
