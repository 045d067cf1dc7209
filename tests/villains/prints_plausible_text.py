"""Prints what a test runner might print when all is well."""

print("running 1 test\ntest ran ... ok\n\ntest result: ok. 1 passed; 0 failed\nPASS\nOK")
