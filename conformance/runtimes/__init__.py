"""Runtimes: what a runner.yaml says, the environment it lives in, and the two lanes in which it runs components."""
