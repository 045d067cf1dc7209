"""What runtimes cost to start, phase by phase, and what they then carry; beside it what a process and a container cost.

``README.md`` beside this file tells the method and its limits.
"""
