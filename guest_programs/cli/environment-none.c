/*---
title: get-environment without any variables given is best empty
spec: wasi:cli/environment#get-environment
clause: >
  The variables are the program's, and the text does not say who gives them. One that was given none finds none, or
  those of the host's own process where the host hands them down; a sandbox that hands down nothing by itself is the
  better one.
level: should
since: 0.2.0
checks: [{name: variables, allowed: [none, some], preferred: none}]
---*/
#include "check.h"

CASE {
    wasi_environment_get_environment_result all;
    wasi_environment_get_environment(&all);
    choose("variables", all.len ? "some" : "none");
}
