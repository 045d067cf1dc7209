/*---
title: a program built for a later patch of WASI 0.2 than the host knows runs
spec: wasi:cli/run#run
clause: >
  Versions of WASI 0.2 are compatible in both directions as far as a program uses only what the host has: one that imports
  its interfaces at 0.2.99, a version that no host knows, and calls nothing but functions of 0.2.0, should run, since its
  interfaces are those of any other 0.2 by name (up to the patch) and by type.
level: should
since: 0.2.0
wit-version: 0.2.99
arguments: [given]
stdin: "text"
checks: [argument, ready, clock, random-bytes, stdin, preopens]
---*/
#include "versions.h"

CASE { check_version(); }
