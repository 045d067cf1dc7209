"""The guest tool chain: WIT to C declarations and facts, and C to components, reproducibly from PyPI and npm."""
