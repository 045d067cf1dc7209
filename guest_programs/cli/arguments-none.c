/*---
title: get-arguments without any arguments gives the program's name at most
spec: wasi:cli/environment#get-arguments
clause: >
  A program that was given no arguments finds none. The text does not spell out whether the program's name is an
  element, so the list has one element or none.
level: must
since: 0.2.0
checks: [{name: elements, allowed: ["1", "0"]}]
---*/
#include "args.h"

CASE { choose_u64("elements", args_all().len); }
