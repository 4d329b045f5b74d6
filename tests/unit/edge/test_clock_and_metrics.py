"""The clock, and the counts of what happened."""

import json
from datetime import UTC, datetime

import pytest

from shared.edge import clock
from shared.edge.metrics import count


def test_the_clock_tells_the_present_in_utc() -> None:
    before = datetime.now(UTC)
    told = clock.now()
    assert before <= told <= datetime.now(UTC)
    assert told.tzinfo is UTC


def test_a_count_is_one_line_of_the_log_in_embedded_metric_format(capsys: pytest.CaptureFixture[str]) -> None:
    count("CertificatesIssued")
    line = json.loads(capsys.readouterr().out)
    assert line["CertificatesIssued"] == [1.0]
    (metrics,) = line["_aws"]["CloudWatchMetrics"]
    assert metrics["Namespace"] == "Laurel"
    assert metrics["Metrics"] == [{"Name": "CertificatesIssued", "Unit": "Count"}]
