"""A conformance and compatibility test suite for WASI 0.2 across WebAssembly runtimes.

A corpus of cases is run on a set of runtimes; every (case, runtime) pair leaves one record; everything else is a
function of records.
"""

__version__ = "0.1.0"
