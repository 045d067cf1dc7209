"""Says on stderr that it trapped, and exits with 0."""

import sys

print("wasm trap: wasm `unreachable` instruction executed", file=sys.stderr)
