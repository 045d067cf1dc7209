"""A model of the Canonical ABI of the Component Model: synchronous functions, 32-bit memories, as WASI 0.2 uses it.

Written from `design/mvp/CanonicalABI.md` of WebAssembly/component-model as of 21 August 2026, commit
6d281648bd89caf885a7adcc412962dbd2425ab7; "clause" in the docstrings of this package names a heading of that text. The
package imports nothing of the rest of the suite, starts no runtime, and needs nothing but Python; `strategies` alone
needs Hypothesis.

    types, wit          what a value may be, and how WIT writes it
    values, wave        what it is, and how WAVE writes it
    layout              sizes, alignments, flat types
    memory, strings     a guest's memory and allocator; the three string encodings
    lower, lift         values into a guest and out of it
    handles, calls      resources; whole calls, with what must trap and in which order
    images, legal       where each byte belongs; which outcomes are legal, and the first difference
    edges, strategies   values where mistakes hide; Hypothesis draws them
    vectors             all of it as data for other languages
    catalogue, fixtures the types that vectors are about, and WIT of them for others to import
"""
