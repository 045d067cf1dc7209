"""The faulty host: README.md."""
