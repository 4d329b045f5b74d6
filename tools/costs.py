"""The costs of each operation, from what it uses and AWS's list prices: `python -m tools.costs`.

It prints the tables of docs/operations.md. `tests/integration/test_operation_costs.py` measures what is used.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

# List prices in US dollars, us-east-1, without free tiers, as of 2026-11-21: of a million, of a GB-second, of a GB.
# https://aws.amazon.com/api-gateway/pricing/ (HTTP APIs, the first 300 million)
API_REQUESTS = 1.00
# https://aws.amazon.com/lambda/pricing/ (arm64, the first tier)
INVOCATIONS = 0.20
GIGABYTE_SECOND = 0.0000133334
# https://aws.amazon.com/dynamodb/pricing/on-demand/ (standard table class)
READ_UNITS = 0.125
WRITE_UNITS = 0.625
# https://aws.amazon.com/cloudwatch/pricing/ (logs, standard class, ingestion)
LOG_GIGABYTE = 0.50
# https://aws.amazon.com/eventbridge/pricing/ (custom events)
EVENTS = 1.00
# https://aws.amazon.com/s3/pricing/ (standard class)
S3_WRITES = 5.00
S3_READS = 0.40

# "At 1,769 MB, a function has the equivalent of one vCPU": Lambda Developer Guide, memory.
MEGABYTES_OF_A_CPU = 1769
# A call within a region, when nothing is cold; an assumption.
MILLISECONDS_OF_A_CALL = 5
# A line of the API's access log; an estimate.
ACCESS_LOG_BYTES = 350


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What one operation uses, in all functions that it leads to, when they are warm.

    Attributes:
        requests: to the API.
        invocations: of functions.
        reads: read units of DynamoDB.
        writes: write units of DynamoDB, with those of indexes.
        calls: to AWS, one after another.
        cpu_ms: processor time.
        memory_mb: of the function that does most.
        log_bytes: of the functions' logs, metrics included.
        events: on the event bus.
        s3_reads: objects read.
        s3_writes: objects written.
    """

    name: str
    requests: int = 1
    invocations: int = 1
    reads: float
    writes: float
    calls: int
    cpu_ms: float
    memory_mb: int = 512
    log_bytes: int
    events: int = 0
    s3_reads: int = 0
    s3_writes: int = 0


# Processor time: heartbeat, downloads, verification and refund as measured on 2026-11-21 (x86-64, Python 3.13); the
# others by their calls, 0.75 ms for each, as those that were measured.
OPERATIONS = (
    Operation(name="a heartbeat", reads=0.5, writes=1, calls=2, cpu_ms=2.2, log_bytes=690),
    Operation(name="the dashboard of a learner", reads=3.5, writes=0, calls=4, cpu_ms=3, log_bytes=480),
    Operation(name="a verification", reads=1, writes=1, calls=2, cpu_ms=1.5, log_bytes=720),
    Operation(name="a verification page", reads=1.5, writes=1, calls=3, cpu_ms=2.3, log_bytes=720),
    # The bytes of a picture are data transfer, as those of a certificate.
    Operation(name="a picture shown", reads=1, writes=1, calls=3, cpu_ms=2.3, log_bytes=730, s3_reads=1),
    Operation(
        name="a purchase",
        reads=9,
        writes=13,
        calls=10,
        cpu_ms=7.5,
        log_bytes=720,
    ),
    Operation(
        name="a course completed",
        requests=0,
        invocations=2,
        reads=4,
        writes=6,
        calls=7,
        cpu_ms=5.3,
        log_bytes=210,
        events=1,
    ),
    Operation(
        name="a first download",
        invocations=2,
        reads=7,
        writes=14,
        calls=11,
        cpu_ms=10.3,
        memory_mb=1024,
        log_bytes=700,
        events=1,
        s3_reads=1,
        s3_writes=1,
    ),
    Operation(
        name="a repeated download", reads=5, writes=0, calls=6, cpu_ms=4.6, memory_mb=1024, log_bytes=500, s3_reads=1
    ),
    # After an issue, a revocation, and for each code of a correction. Drawing takes a process of its own.
    Operation(
        name="a picture drawn",
        requests=0,
        invocations=1,
        reads=1,
        writes=1,
        calls=4,
        cpu_ms=260,
        memory_mb=2048,
        log_bytes=0,
        s3_reads=1,
        s3_writes=1,
    ),
    Operation(name="a refund", invocations=2, reads=9, writes=14, calls=11, cpu_ms=6.6, log_bytes=930, events=1),
    # A page of a hundred is one message and one invocation.
    Operation(
        name="an enrollment rechecked",
        requests=0,
        invocations=0,
        reads=3,
        writes=0,
        calls=3,
        cpu_ms=2.3,
        log_bytes=0,
    ),
    # Of a new learner, with a name of two words.
    Operation(
        name="an enrollment indexed",
        requests=0,
        invocations=1,
        reads=4,
        writes=10,
        calls=5,
        cpu_ms=3.8,
        log_bytes=0,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a million of an operation cost, in US dollars."""

    api: float
    functions: float
    tables: float
    logs: float
    others: float

    @property
    def total(self) -> float:
        """The sum."""
        return self.api + self.functions + self.tables + self.logs + self.others


def cost(operation: Operation) -> Cost:
    """Compute what a million of an operation cost."""
    milliseconds = operation.cpu_ms * MEGABYTES_OF_A_CPU / operation.memory_mb
    milliseconds += operation.calls * MILLISECONDS_OF_A_CALL
    # A million times milliseconds are a thousand times seconds.
    gigabyte_seconds = 1000 * milliseconds * operation.memory_mb / 1024
    return Cost(
        api=operation.requests * API_REQUESTS,
        functions=operation.invocations * INVOCATIONS + gigabyte_seconds * GIGABYTE_SECOND,
        tables=operation.reads * READ_UNITS + operation.writes * WRITE_UNITS,
        logs=(operation.log_bytes + operation.requests * ACCESS_LOG_BYTES) / 1000 * LOG_GIGABYTE,
        others=operation.events * EVENTS + operation.s3_reads * S3_READS + operation.s3_writes * S3_WRITES,
    )


def table() -> Iterator[str]:
    """Write the table of costs, line by line, as Markdown."""
    yield "| a million times | read units | write units | API | Lambda | DynamoDB | logs | S3, events | total |"
    yield "| --- | --: | --: | --: | --: | --: | --: | --: | --: |"
    for operation in OPERATIONS:
        of = cost(operation)
        units = (f"{operation.reads:g}", f"{operation.writes:g}")
        dollars = (f"${part:.2f}" for part in (of.api, of.functions, of.tables, of.logs, of.others, of.total))
        yield f"| {' | '.join((operation.name, *units, *dollars))} |"


# How often a player reports, in seconds; that of the pages is the second (REPORT_INTERVAL_MS in web/src/player.ts).
INTERVALS = (15, 30, 60)


def intervals() -> Iterator[str]:
    """Write the table of what playing costs by the interval of reports, line by line, as Markdown."""
    yield "| reports every | reports in an hour | a thousand hours played |"
    yield "| --: | --: | --: |"
    (heartbeat,) = (cost(operation) for operation in OPERATIONS if operation.name == "a heartbeat")
    for seconds in INTERVALS:
        reports = 3600 // seconds
        yield f"| {seconds} s | {reports} | ${reports * heartbeat.total / 1000:.2f} |"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in (*table(), "", *intervals()))
