"""ministack, the AWS emulator that `make run` deploys into, and everything that works around it.

`process` starts and stops it; `http_api` and `execute_api` compensate from outside for differences between its HTTP
APIs and API Gateway; `in_process` is executed inside its process, where it patches it and saves its state. Nothing else
in the project depends on its internals.

A description of a difference begins with the version that was examined. A test compares these versions with
the installed one, so that each difference is examined again after an upgrade.
"""
