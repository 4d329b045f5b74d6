"""The clock and the metrics."""

import json
from datetime import UTC, datetime

import pytest

from shared.edge import clock
from shared.edge.metrics import count


def test_the_clock_returns_the_current_time_in_utc() -> None:
    before = datetime.now(UTC)
    now = clock.now()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


def test_a_count_is_one_line_of_the_log_in_embedded_metric_format(capsys: pytest.CaptureFixture[str]) -> None:
    count("CertificatesIssued")
    line = json.loads(capsys.readouterr().out)
    assert line["CertificatesIssued"] == [1.0]
    (metrics,) = line["_aws"]["CloudWatchMetrics"]
    assert metrics["Namespace"] == "Laurel"
    assert metrics["Metrics"] == [{"Name": "CertificatesIssued", "Unit": "Count"}]
