/*---
title: open-at with create takes every way of writing a path
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  A path is resolved step by step from the base directory: single dots and repeated slashes stay, two dots lead to
  the parent, a link on the way is followed, every other name is taken literally; what begins with a slash or steps
  out of the base directory fails with `not-permitted`, even if it comes back. The table says row by row what POSIX
  adds and what is left open.
level: must
since: 0.2.0
files: {base/data.txt: "text", base/dir/: null, base/to-dir: {symlink: dir}}
preopens: [{guest: /, host: base}]
table: {name: paths, select: {function: open-at-create}}
---*/
#include "path_rows.h"

CASE { path_rows_check("new", call_open_at_create, path_made); }
