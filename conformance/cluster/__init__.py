"""Attempts on the workers of a Dask cluster: the same plan, judge and records, on other processes or machines.

A worker needs nothing but this package with its extra `cluster`, and Dask's own command: ``dask worker HOST:PORT``. It
brings the runtimes to itself. `far` is what runs there, `crew` what talks to it from here.
"""
