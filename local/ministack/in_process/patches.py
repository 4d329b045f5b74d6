"""Patches of ministack's functions: each says what ministack does, what AWS does, and what the patch changes.

Each replaces one name inside ministack, whose version is pinned; tests/e2e notices when a patch is lost.
"""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from local.ministack.in_process import retention
from local.ministack.in_process.packages import shared_zipfile
from local.settings import TIMEOUT_FACTOR


def apply(unpacked: Path) -> None:
    """Apply all patches, before ministack starts.

    Args:
        unpacked: the folder for the unpacked code of functions and layers.
    """
    from ministack.core import (  # type: ignore[import-not-found]  # noqa: PLC0415 - not in our own Python
        iam_evaluator,
        lambda_runtime,
    )
    from ministack.services import apigateway, lambda_svc  # type: ignore[import-not-found]  # noqa: PLC0415
    from ministack.services.cloudformation import (  # type: ignore[import-not-found]  # noqa: PLC0415
        changesets,
        engine,
        provisioners,
    )

    retention.apply()
    lambda_runtime.Worker.__init__ = _multiply_timeout(lambda_runtime.Worker.__init__)
    lambda_runtime.zipfile = shared_zipfile(unpacked)
    lambda_svc.load_persisted_state = _discard_stream_positions(lambda_svc.load_persisted_state)
    lambda_svc.lambda_execute_result_to_api_proxy_response = _replace_null_body(
        lambda_svc.lambda_execute_result_to_api_proxy_response
    )
    lambda_svc._match_esm_filter = _match_absent_attributes(lambda_svc._match_esm_filter)  # noqa: SLF001
    lambda_svc._reserved_concurrency = _share_concurrency(  # noqa: SLF001
        lambda_svc._reserved_concurrency,  # noqa: SLF001
        lambda_svc._functions,  # noqa: SLF001
    )
    apigateway._validate_jwt_authorizer = _require_expiry(  # noqa: SLF001
        apigateway._validate_jwt_authorizer,  # noqa: SLF001
        apigateway._jwt_unauthorized,  # noqa: SLF001
    )
    handlers = provisioners._RESOURCE_HANDLERS  # noqa: SLF001
    handlers["AWS::Cognito::ManagedLoginBranding"] = _no_branding()
    handlers["AWS::Route53::RecordSetGroup"] = _record_set_group(handlers["AWS::Route53::RecordSet"])
    iam_evaluator._resolve_condition_key = _assume_tls(iam_evaluator._resolve_condition_key)  # noqa: SLF001
    changesets._apply_transforms = _pass_parameters(  # noqa: SLF001
        changesets._apply_transforms,  # noqa: SLF001
        engine._transform_parameters,  # noqa: SLF001
    )
    provisioners._cw_metric_alarm_put = _omit_metric_math(provisioners._cw_metric_alarm_put)  # noqa: SLF001


def _multiply_timeout(init: Callable[[Any, str, dict[str, Any], bytes], None]) -> Callable[..., None]:
    """Multiply the timeout of each function by `TIMEOUT_FACTOR`.

    ministack 1.5.33: ends an invocation after the function's `Timeout`, by the clock, while all workers share the
    processors of the machine with each other and with everything else on it.
    AWS: the same `Timeout`, but each execution environment has processing power of its own.
    https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
    """

    def init_with_longer_timeout(worker: object, name: str, config: dict[str, Any], package: bytes) -> None:
        init(worker, name, {**config, "Timeout": config["Timeout"] * TIMEOUT_FACTOR}, package)

    return init_with_longer_timeout


def _share_concurrency(
    find: Callable[[dict[str, Any], dict[str, Any]], int | None], functions: Mapping[str, dict[str, Any]]
) -> Callable[[dict[str, Any], dict[str, Any]], int | None]:
    """Have the reserved concurrency of a function limit its versions, too.

    ministack 1.5.33: looks for it on what is invoked, so an alias invokes its version without a limit.
    AWS: it is that of the whole function, with all versions and aliases.
    https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
    """

    def find_on_function(invoked: dict[str, Any], config: dict[str, Any]) -> int | None:
        return find(functions.get(config["FunctionName"]) or invoked, config)

    return find_on_function


def _discard_stream_positions(load: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    """Have event source mappings of DynamoDB streams start at the first record after a restart.

    ministack 1.5.33: saves the position of each mapping in its stream, but not the stream. After a restart the stream
    is empty and counts from zero, so a mapping skips as many new records as it had read before.
    AWS: a stream keeps its records for 24 hours, and a mapping continues after the last record that it processed.
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
    """

    def load_without_stream_positions(data: dict[str, Any]) -> None:
        data.pop("dynamodb_stream_positions", None)
        load(data)

    return load_without_stream_positions


def _match_absent_attributes(match: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Let `{"exists": false}` of a part of an absent attribute match.

    ministack 1.5.33: a pattern with a part of an attribute never matches a record without the attribute.
    AWS: `exists` is about a leaf by its whole path, which is absent if an attribute on the path is.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
    """

    def match_with_empty_parents(record: dict[str, Any], pattern: dict[str, Any]) -> bool:
        parents: dict[str, Any] = {name: {} for name, part in pattern.items() if isinstance(part, dict)}
        return match({**parents, **record}, pattern)

    return match_with_empty_parents


def _replace_null_body(convert: Callable[..., tuple[dict[str, Any] | None, str | None]]) -> Callable[..., object]:
    """Treat a null `body` in a function's response as an empty one.

    ministack 1.5.33: passes the null to its HTTP server, which fails: the client gets 500.
    AWS: sends the function's status and headers, and no body. `body` is optional in the response.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """

    def convert_with_body(*arguments: object) -> tuple[dict[str, Any] | None, str | None]:
        response, error = convert(*arguments)
        if response is not None and response.get("body") is None:
            response = {**response, "body": ""}
        return response, error

    return convert_with_body


def _require_expiry(
    validate: Callable[..., Awaitable[tuple[Any, Any, Any]]], unauthorized: Callable[[], object]
) -> Callable[..., Awaitable[tuple[Any, Any, Any]]]:
    """Answer 401 to tokens without a numeric `exp`, and to those whose `nbf` or `iat` is no number.

    ministack 1.5.33: the JWT authorizer accepts tokens without `exp`, and those whose `exp` is a numeral in a string.
    When `exp`, `nbf` or `iat` is null or not a number, it fails with an exception: the client gets 500.
    AWS: `exp` must lie in the future, `nbf` and `iat` in the past; all other tokens get 401.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    """

    async def validate_with_expiry(*arguments: object) -> tuple[Any, Any, Any]:
        try:
            claims, scopes, refusal = await validate(*arguments)
        except (TypeError, ValueError, OverflowError):
            return None, None, unauthorized()
        if refusal is None and type(claims.get("exp")) not in {int, float}:
            return None, None, unauthorized()
        return claims, scopes, refusal

    return validate_with_expiry


def _pass_parameters(
    apply_transforms: Callable[..., dict[str, Any]], parameters_of: Callable[..., dict[str, str]]
) -> Callable[..., dict[str, Any]]:
    """Have SAM translate a change set's template with the values of its parameters.

    ministack 1.5.33: translates it with their default values: a parameter in the API's CORS configuration, or in
    `AutoPublishCodeSha256`, has no effect.
    AWS: a macro gets the values of the parameters.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html
    """

    def apply_with_values(template: dict[str, Any], given: object = None, previous: object = None) -> dict[str, Any]:
        declared = template.get("Parameters", {})
        values = parameters_of(template, given, previous)
        valued = {name: {**one, "Default": values.get(name, one.get("Default", ""))} for name, one in declared.items()}
        translated = apply_transforms({**template, "Parameters": valued}, given, previous)
        if declared:
            translated["Parameters"] = declared
        return translated

    return apply_with_values


def _no_branding() -> dict[str, Callable[..., Any]]:
    """Accept the branding of managed login in a template.

    ministack 1.5.33: fails on the type `AWS::Cognito::ManagedLoginBranding`; it shows its sign-in page without one.
    AWS: shows no page of managed login to an app client without a branding.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-managedloginbranding.html
    """

    def create(logical_id: str, properties: dict[str, Any], _: str) -> tuple[str, dict[str, Any]]:
        return f"{properties['UserPoolId']}|{logical_id}", {"ManagedLoginBrandingId": logical_id}

    return {"create": create, "delete": lambda *_: None}


def _record_set_group(record_set: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """Create and delete the records of a group one by one.

    ministack 1.5.33: knows `AWS::Route53::RecordSet`, and fails on the type `AWS::Route53::RecordSetGroup`.
    AWS: creates and deletes all records of the group.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordsetgroup.html
    """

    def records(properties: dict[str, Any]) -> list[dict[str, Any]]:
        zone = {"HostedZoneId": properties["HostedZoneId"]}
        return [{**zone, **record} for record in properties["RecordSets"]]

    def create(logical_id: str, properties: dict[str, Any], stack: str) -> tuple[str, dict[str, Any]]:
        for record in records(properties):
            record_set["create"](logical_id, record, stack)
        return f"{stack}-{logical_id}", {}

    def delete(physical_id: str, properties: dict[str, Any]) -> None:
        for record in records(properties):
            record_set["delete"](physical_id, record)

    return {"create": create, "delete": delete}


def _omit_metric_math(put: Callable[[str, dict[str, Any]], object]) -> Callable[[str, dict[str, Any]], object]:
    """Create no alarm for a metric-math expression, instead of failing.

    ministack 1.5.33: CloudFormation refuses an alarm with `Metrics`, and with it the stack.
    AWS: an alarm may be on an expression of up to ten metrics.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html
    """

    def put_standard_alarm(name: str, properties: dict[str, Any]) -> object:
        return (name, {}) if "Metrics" in properties else put(name, properties)

    return put_standard_alarm


def _assume_tls(resolve: Callable[[str, Any], object]) -> Callable[[str, Any], object]:
    """Treat every request as one over TLS, which policies of queues and buckets require.

    ministack 1.5.33: listens on the loopback interface without TLS, and refuses what such a policy denies.
    AWS: clients use TLS unless they are told otherwise.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """

    def resolve_with_tls(key: str, context: object) -> object:
        return "true" if key.lower() == "aws:securetransport" else resolve(key, context)

    return resolve_with_tls
