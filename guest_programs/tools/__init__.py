"""The guest tool chain: WIT to C declarations and facts, and C to components, reproducibly and from PyPI and npm alone."""
