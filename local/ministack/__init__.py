"""ministack, the AWS emulator that `make run` deploys into, and everything that works around it.

`process` starts and stops it; `http_api` and `execute_api` compensate from outside for what its HTTP APIs do otherwise
than API Gateway; `in_process` is executed inside its process, where it patches it and saves its state. Nothing else in
the project depends on its internals.

A description of a difference begins with the version that was examined. A test holds these versions against the
installed one: an upgrade means to look at each difference again.
"""
