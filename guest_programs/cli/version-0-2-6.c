/*---
title: a program built for WASI 0.2.6 runs
spec: wasi:cli/run#run
clause: >
  Versions of WASI 0.2 are compatible as semantic versions are: what an interface had at one of them, it keeps. A host
  that has a later 0.2 runs a program that imports its interfaces, and exports wasi:cli/run, at 0.2.6.
level: must
since: 0.2.6
wit-version: 0.2.6
arguments: [given]
stdin: "text"
checks: [argument, ready, clock, random-bytes, stdin, preopens]
---*/
#include "versions.h"

CASE { check_version(); }
