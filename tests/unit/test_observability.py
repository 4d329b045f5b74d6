"""Logs, alarms and the dashboard of template.yaml."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from shared.domain.certificate import CertificateStatus
from shared.domain.errors import CertificateNotFound, TooManyRequests
from shared.domain.payment import Outcome
from shared.edge.metrics import Metric
from tests.support.cloudformation import PARAMETERS, resolved, values
from tests.support.template import ROOT, resources, template
from tests.unit.template_file import Json, functions, of_type
from tests.unit.translated import translated

ALARMS = of_type("AWS::CloudWatch::Alarm")
TOPIC = [{"Ref": "AlarmTopic"}]
# The most metrics of one alarm (CloudWatch user guide, alarms on metric math).
MAX_METRICS = 10
QUEUE_SOURCES = {
    "EnrollmentImportsQueue",
    "LearnerExportsQueue",
    "LearnerIndexQueue",
    "OrderLinesQueue",
    "RecheckQueue",
}
# What AWS measures, by namespace: the names, and the dimensions of each.
MEASURED = {
    "AWS/Lambda": ({"Errors", "Throttles", "Duration", "IteratorAge"}, {"FunctionName"}),
    "AWS/ApiGateway": ({"Count", "4xx", "5xx", "Latency"}, {"ApiId"}),
    "AWS/SQS": ({"ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"}, {"QueueName"}),
    "AWS/Logs": ({"IncomingBytes"}, {"LogGroupName"}),
    "AWS/DynamoDB": ({"ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"}, {"TableName"}),
}
OUTCOMES: dict[str, set[str]] = {
    Metric.VERIFICATIONS: {*CertificateStatus, CertificateNotFound.code, TooManyRequests.code},
    Metric.PAYMENT_EVENTS: {*Outcome},
}


def require_existing(namespace: str, name: str, dimensions: dict[str, Any]) -> None:
    """Require that a metric is one that the functions count or that AWS measures, with these dimensions."""
    if namespace == "Laurel":
        assert name in set(Metric)
        assert set(dimensions) == {"service", *(["outcome"] if name in OUTCOMES else [])}
        assert dimensions.get("outcome") in OUTCOMES.get(name, {None})
        return
    names, wanted = MEASURED[namespace]
    assert name in names
    assert set(dimensions) == wanted


# ------------------------------------------------------------------ alarms


def metrics_of(alarm: str) -> list[Json]:
    """The metrics of an alarm: its own, or those of its expression."""
    properties = ALARMS[alarm]["Properties"]
    if "Metrics" in properties:
        return [entry["MetricStat"]["Metric"] for entry in properties["Metrics"] if "MetricStat" in entry]
    return [properties]


def watched(metric: str) -> set[str]:
    """The resources of which an alarm watches a metric."""
    return {
        value["Ref"] if "Ref" in value else value["Fn::GetAtt"][0]
        for alarm in ALARMS
        for measured in metrics_of(alarm)
        for value in [dimension["Value"] for dimension in measured["Dimensions"]]
        if measured["MetricName"] == metric
    }


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_an_alarm_watches_the_errors_and_throttles_of_every_function(metric: str) -> None:
    assert watched(metric) == set(functions())


def test_an_alarm_watches_the_delay_of_every_function_of_a_stream() -> None:
    mapped = [made["Properties"] for made in translated().values() if made["Type"] == "AWS::Lambda::EventSourceMapping"]
    readers = {
        mapping["FunctionName"]["Ref"].removesuffix("Aliaslive") for mapping in mapped if "StartingPosition" in mapping
    }
    assert watched("IteratorAge") == readers


def test_alarms_watch_the_depth_of_every_queue_and_the_age_of_those_with_a_function() -> None:
    assert watched("ApproximateNumberOfMessagesVisible") == set(of_type("AWS::SQS::Queue"))
    assert watched("ApproximateAgeOfOldestMessage") == QUEUE_SOURCES


def test_each_queue_of_failures_has_an_alarm_that_stays_until_it_is_empty() -> None:
    own = {
        properties["Dimensions"][0]["Value"]["Fn::GetAtt"][0]: properties
        for properties in (alarm["Properties"] for alarm in ALARMS.values())
        if properties.get("MetricName") == "ApproximateNumberOfMessagesVisible"
    }
    assert set(own) == set(of_type("AWS::SQS::Queue")) - QUEUE_SOURCES
    for properties in own.values():
        assert (properties["Threshold"], properties["EvaluationPeriods"]) == (1, 1)
        # A queue that nothing has used for six hours has no metrics.
        assert properties["TreatMissingData"] == "ignore"


def test_alarms_watch_the_api_and_what_the_functions_count_as_failures() -> None:
    assert watched("5xx") == watched("Count") == watched("Latency") == {"HttpApi"}
    assert watched(Metric.FAILED_REQUESTS) == watched(Metric.SIGNATURE_FAILURES) == {"AWS::StackName"}


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_watches_existing_metrics_and_tells_the_topic_when_it_begins_and_ends(name: str) -> None:
    properties = ALARMS[name]["Properties"]
    assert properties["AlarmActions"] == properties["OKActions"] == TOPIC
    assert properties["TreatMissingData"] in {"notBreaching", "ignore"}
    assert len(metrics_of(name)) <= MAX_METRICS
    for metric in metrics_of(name):
        dimensions = {dimension["Name"]: dimension["Value"] for dimension in metric["Dimensions"]}
        require_existing(metric["Namespace"], metric["MetricName"], dimensions)


@pytest.mark.parametrize("name", [name for name in ALARMS if "Metrics" in ALARMS[name]["Properties"]])
def test_an_expression_names_the_metrics_of_its_alarm_and_is_its_only_result(name: str) -> None:
    result, *inputs = ALARMS[name]["Properties"]["Metrics"]
    assert "ReturnData" not in result
    assert all(entry["ReturnData"] is False for entry in inputs)
    named = set(re.findall(r"\b[a-z]\w*", result["Expression"]))
    assert named in ({entry["Id"] for entry in inputs}, set())
    assert bool(named) is not ("METRICS()" in result["Expression"])


# When an alarm begins: at this statistic of so many seconds, so many times in a row.
BEGINS: dict[str, tuple[str, int, int, int]] = {
    "ApiErrorsAlarm": ("Sum", 300, 2, 1),
    "ApiFunctionErrorsAlarm": ("Sum", 300, 1, 1),
    "ApiLatencyAlarm": ("p99", 300, 3, 3000),
    "BackgroundFunctionErrorsAlarm": ("Sum", 300, 3, 1),
    "BackgroundFunctionThrottlesAlarm": ("Sum", 300, 1, 1),
    "CompletionDelayAlarm": ("Maximum", 300, 2, 600_000),
    "AnnouncementsDelayAlarm": ("Maximum", 300, 2, 600_000),
    "FailedRecordsAlarm": ("Maximum", 300, 1, 1),
    "FailedRequestsAlarm": ("Sum", 300, 1, 1),
    "FunctionThrottlesAlarm": ("Sum", 300, 1, 1),
    "PicturesDelayAlarm": ("Maximum", 300, 2, 600_000),
    "EnrollmentImportsDeadLettersAlarm": ("Maximum", 300, 1, 1),
    "EnrollmentImportsDelayAlarm": ("Maximum", 300, 1, 900),
    "LearnerExportsDeadLettersAlarm": ("Maximum", 300, 1, 1),
    "LearnerExportsDelayAlarm": ("Maximum", 300, 1, 900),
    "OrderLinesDeadLettersAlarm": ("Maximum", 300, 1, 1),
    "StalledLearnerIndexAlarm": ("Maximum", 300, 1, 1800),
    "LearnerIndexDelayAlarm": ("Maximum", 300, 2, 600_000),
    "LearnerIndexDeadLettersAlarm": ("Maximum", 300, 1, 1),
    "OrderLinesDelayAlarm": ("Maximum", 300, 1, 900),
    "QueueDepthAlarm": ("Minimum", 300, 6, 100),
    "RecheckDeadLettersAlarm": ("Maximum", 300, 1, 1),
    "SignInErrorsAlarm": ("Sum", 300, 1, 1),
    "SignatureFailuresAlarm": ("Sum", 3600, 1, 3),
    "StalledRechecksAlarm": ("Maximum", 300, 1, 1800),
}
EXPRESSIONS = {
    # Of a few requests, one that fails is no reason to wake anybody.
    "ApiErrorsAlarm": "IF(requests >= 20, 100 * failed / requests, 0)",
    "QueueDepthAlarm": "MAX(METRICS())",
}


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_begins_at_its_threshold(name: str) -> None:
    properties = ALARMS[name]["Properties"]
    statistic, seconds, times, threshold = BEGINS[name]
    measured = [entry["MetricStat"] for entry in properties.get("Metrics", [])[1:]]
    statistics = {(entry["Stat"], entry["Period"]) for entry in measured}
    if not measured:
        statistics = {(properties.get("Statistic") or properties["ExtendedStatistic"], properties["Period"])}
    assert statistics == {(statistic, seconds)}
    assert (properties["EvaluationPeriods"], properties["Threshold"]) == (times, threshold)
    assert properties["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
    if measured:
        assert properties["Metrics"][0]["Id"] == "result"
        assert properties["Metrics"][0]["Expression"] == EXPRESSIONS.get(name, "SUM(METRICS())")


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_says_which_section_of_the_guide_explains_it(name: str) -> None:
    description = ALARMS[name]["Properties"]["AlarmDescription"]
    section = re.search(r'\. See docs/operations\.md, "(.+)"\.$', description)
    assert section, description
    guide = (ROOT / "docs/operations.md").read_text("utf-8")
    assert f"\n### {section[1]}\n" in guide
    assert f"`{name}`" in guide.partition(f"\n### {section[1]}\n")[2].partition("\n### ")[0]


def test_the_topic_is_encrypted_and_only_alarms_of_the_account_may_publish_to_it() -> None:
    topic = resources()["AlarmTopic"]["Properties"]
    assert topic["KmsMasterKeyId"] == {"Ref": "AlarmKey"}
    (statement,) = resources()["AlarmTopicPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    own = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    of_alarms = {"Effect": "Allow", "Principal": {"Service": "cloudwatch.amazonaws.com"}, "Condition": own}
    assert statement == {**of_alarms, "Action": "sns:Publish", "Resource": {"Ref": "AlarmTopic"}}
    assert resources()["AlarmTopicPolicy"]["Properties"]["Topics"] == [{"Ref": "AlarmTopic"}]
    key = resources()["AlarmKey"]["Properties"]
    # Without the account's own statement, nobody could change the key any more. In a key's policy, "*" is the key.
    account = {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
    assert key["KeyPolicy"]["Statement"] == [
        {"Effect": "Allow", "Principal": account, "Action": "kms:*", "Resource": "*"},
        {**of_alarms, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"},
    ]
    assert key["EnableKeyRotation"] is True


def test_alarms_are_sent_to_the_address_of_the_parameter_if_there_is_one() -> None:
    subscription = resources()["AlarmTopic"]["Properties"]["Subscription"]
    known = values(AlarmEmail="ops@school.example")
    assert resolved(subscription, known) == [{"Protocol": "email", "Endpoint": "ops@school.example"}]
    assert PARAMETERS["AlarmEmail"]["Default"] == ""
    assert resolved(subscription, values()) is None


# ------------------------------------------------------------------ logs and limits of the API


def test_the_access_log_has_the_route_and_nothing_of_the_path_or_the_client() -> None:
    settings = resources()["HttpApi"]["Properties"]["AccessLogSettings"]
    assert settings["DestinationArn"] == {"Fn::GetAtt": ["ApiLog", "Arn"]}
    # Whose groups share one resource policy.
    group = resolved(resources()["ApiLog"]["Properties"]["LogGroupName"], values())
    assert group == "/aws/vendedlogs/laurel-api"
    assert "\n" not in settings["Format"]
    logged = json.loads(settings["Format"])
    assert {"requestId", "routeKey", "status", "responseLatency", "integrationError"} <= set(logged)
    assert not re.search(r"path|query|identity|ip|agent|jwt|domain|principal", settings["Format"], re.IGNORECASE)


@pytest.mark.parametrize("name", of_type("AWS::Logs::LogGroup"))
def test_a_log_group_expires(name: str) -> None:
    assert resources()[name]["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_every_route_is_throttled() -> None:
    api = resources()["HttpApi"]["Properties"]
    limit = {"Ref": "RequestsASecond"}
    assert api["DefaultRouteSettings"] == {"ThrottlingRateLimit": limit, "ThrottlingBurstLimit": limit}
    # API Gateway refuses limits that are no positive numbers; an account's own is 10,000 at first.
    requests = PARAMETERS["RequestsASecond"]
    assert (requests["MinValue"], requests["Default"], requests["MaxValue"]) == (1, 1000, 100_000)
    public = {"ThrottlingRateLimit": "VerificationsASecond", "ThrottlingBurstLimit": "VerificationBurst"}
    for own in api["RouteSettings"].values():
        assert own == {name: {"Ref": parameter} for name, parameter in public.items()}
    for name in public.values():
        assert PARAMETERS[name]["MinValue"] == 1
        assert PARAMETERS[name]["Default"] <= PARAMETERS["RequestsASecond"]["Default"]


def test_the_stack_is_a_dimension_of_what_the_functions_count() -> None:
    variables = template()["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["POWERTOOLS_SERVICE_NAME"] == {"Ref": "AWS::StackName"}
    assert variables["POWERTOOLS_METRICS_NAMESPACE"] == "Laurel"


# ------------------------------------------------------------------ dashboard


def dashboard() -> Json:
    names = {name: name for name in resources()}
    queues = {f"{name}.QueueName": name for name in of_type("AWS::SQS::Queue")}
    body = resolved(resources()["Dashboard"]["Properties"]["DashboardBody"], {**names, **queues, **values()})
    parsed: Json = json.loads(body)
    return parsed


def shown() -> Iterator[tuple[str, str, dict[str, str]]]:
    """The namespace, name and dimensions of each metric on the dashboard."""
    for widget in dashboard()["widgets"]:
        before: list[str] = []
        for entry in widget["properties"]["metrics"]:
            words = [word for word in entry if isinstance(word, str)]
            if words[0] == "...":
                # The fields of the entry before, up to those that follow.
                words = [*before[: len(before) - len(words) + 1], *words[1:]]
            before = words
            yield words[0], words[1], dict(zip(words[2::2], words[3::2], strict=True))


def test_each_metric_of_the_dashboard_exists() -> None:
    assert len(list(shown())) > 50
    for namespace, name, dimensions in shown():
        require_existing(namespace, name, dimensions)


def test_the_dashboard_shows_everything_that_the_functions_count() -> None:
    assert {name for namespace, name, _ in shown() if namespace == "Laurel"} == set(Metric)


def test_the_dashboard_shows_every_function_queue_table_and_log_of_the_stack() -> None:
    def named(dimension: str) -> set[str]:
        return {dimensions[dimension] for _, _, dimensions in shown() if dimension in dimensions}

    optional = {name for name, resource in resources().items() if "Condition" in resource}
    assert named("FunctionName") == set(functions()) - optional
    assert named("LogGroupName") == set(of_type("AWS::Logs::LogGroup")) - optional
    assert named("TableName") == set(of_type("AWS::DynamoDB::Table"))
    assert named("QueueName") == set(of_type("AWS::SQS::Queue"))


def test_no_widget_of_the_dashboard_covers_another() -> None:
    places = [
        (x, y)
        for widget in dashboard()["widgets"]
        for x in range(widget["x"], widget["x"] + widget["width"])
        for y in range(widget["y"], widget["y"] + widget["height"])
    ]
    assert len(places) == len(set(places))
    assert max(x for x, _ in places) < 24
