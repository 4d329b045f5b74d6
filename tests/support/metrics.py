"""The metrics that the functions write to standard output, in CloudWatch's embedded metric format."""

import json
from collections import Counter
from typing import Any


def counted(output: str) -> Counter[str]:
    """The sum of each metric, by its name and, if it has one, its outcome, such as `Verifications active`."""
    sums: Counter[str] = Counter()
    for line in map(json.loads, output.splitlines()):
        # The others are log lines.
        for name in names(line) if "_aws" in line else []:
            sums[" ".join(filter(None, [name, line.get("outcome")]))] += int(sum(line[name]))
    return sums


def names(line: dict[str, Any]) -> list[str]:
    return [metric["Name"] for entry in line["_aws"]["CloudWatchMetrics"] for metric in entry["Metrics"]]
