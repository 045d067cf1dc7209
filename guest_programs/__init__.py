"""The corpus: guest programs in C, the headers that they share, and the tools that turn them into components."""
