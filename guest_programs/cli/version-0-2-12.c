/*---
title: a program built for WASI 0.2.12 runs
spec: wasi:cli/run#run
clause: >
  A host that has WASI 0.2.12 runs a program that imports its interfaces, and exports wasi:cli/run, at this version.
level: must
since: 0.2.12
wit-version: 0.2.12
arguments: [given]
stdin: "text"
checks: [argument, ready, clock, random-bytes, stdin, preopens]
---*/
#include "versions.h"

CASE { check_version(); }
