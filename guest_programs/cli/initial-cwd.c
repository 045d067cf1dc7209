/*---
title: initial-cwd gives a path or none
spec: wasi:cli/environment#initial-cwd
clause: >
  The function returns the path that a program should take for `.` when it starts, or none where there is no such path;
  the text leaves it open which, and whether the path is absolute.
level: may
since: 0.2.0
checks: [{name: cwd, allowed: [none, absolute, relative]}]
---*/
#include "check.h"

CASE {
    wasi_environment_initial_cwd_result cwd;
    wasi_environment_initial_cwd(&cwd);
    if (!cwd.is_some) choose("cwd", "none");
    else if (!cwd.some.len) choose("cwd", "empty text");
    else choose("cwd", cwd.some.ptr[0] == '/' ? "absolute" : "relative");
}
