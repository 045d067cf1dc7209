"""Components made of types and values, and campaigns of them."""
