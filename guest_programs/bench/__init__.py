"""The guests that `wasi-conformance bench-runtimes` starts. They make no claim, and so they are no cases."""
