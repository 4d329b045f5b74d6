"""The clock and the metrics."""

import json
from datetime import UTC, datetime

import pytest

from shared.edge import clock
from shared.edge.metrics import Metric, count


def test_the_clock_returns_the_current_time_in_utc() -> None:
    before = datetime.now(UTC)
    now = clock.now()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


def test_a_count_is_one_line_of_the_log_in_embedded_metric_format(capsys: pytest.CaptureFixture[str]) -> None:
    count(Metric.CERTIFICATES_ISSUED)
    line = json.loads(capsys.readouterr().out)
    assert line["CertificatesIssued"] == [1.0]
    (metrics,) = line["_aws"]["CloudWatchMetrics"]
    assert metrics["Namespace"] == "Laurel"
    assert metrics["Metrics"] == [{"Name": "CertificatesIssued", "Unit": "Count"}]
    assert (metrics["Dimensions"], line["service"]) == ([["service"]], "laurel")


def test_a_count_may_have_an_outcome_as_a_dimension(capsys: pytest.CaptureFixture[str]) -> None:
    count(Metric.VERIFICATIONS, 3, outcome="active")
    line = json.loads(capsys.readouterr().out)
    (metrics,) = line["_aws"]["CloudWatchMetrics"]
    assert [sorted(names) for names in metrics["Dimensions"]] == [["outcome", "service"]]
    assert (line["Verifications"], line["outcome"]) == ([3.0], "active")


def test_a_count_of_nothing_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    count(Metric.HEARTBEATS, 0)
    assert capsys.readouterr().out == ""
