"""Creates the routes, integrations, authorizers and CORS configuration of template.yaml's HTTP API.

ministack 1.5.33: CloudFormation creates an `AWS::ApiGatewayV2::Api`, but ignores its `Body`: the OpenAPI definition
that SAM writes, with all of them (https://github.com/ministackorg/ministack/issues/928 added this for REST APIs alone).
AWS: imports the definition.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-api.html

So they are read from the definition here, and created one by one after each deployment.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.intrinsics import Stack

API = "AWS::ApiGatewayV2::Api"
FUNCTION = re.compile(r"/functions/(.+)/invocations$")
CORS = "x-amazon-apigateway-cors"


@dataclass(frozen=True, slots=True)
class Authorizer:
    """A JWT authorizer."""

    name: str
    issuer: str
    audience: tuple[str, ...]
    identity_source: str


@dataclass(frozen=True, slots=True)
class Route:
    """A route key, such as `GET /health`, the ARN of its function's alias, and the name of its authorizer, if any."""

    key: str
    function: str
    authorizer: str | None


@dataclass(frozen=True, slots=True)
class Definition:
    """What an OpenAPI definition says; `cors` is CreateApi's CorsConfiguration, without which there is none."""

    authorizers: tuple[Authorizer, ...]
    routes: tuple[Route, ...]
    cors: Mapping[str, Any] | None


def definition(translated: Mapping[str, Any], values: Mapping[str, str]) -> Definition:
    """Read the OpenAPI definition of a template's HTTP API.

    Args:
        translated: the template after the SAM transform, with one HTTP API.
        values: of parameters and resources, by name, as `Stack` has them.
    """
    (body,) = (
        resource["Properties"]["Body"] for resource in translated["Resources"].values() if resource["Type"] == API
    )
    stack = Stack(values=values, conditions=translated.get("Conditions", {}))
    cors = stack.resolved(body.get(CORS))
    return Definition(
        authorizers=tuple(_authorizers(body, stack)),
        cors={name[0].upper() + name[1:]: value for name, value in cors.items()} if cors else None,
        routes=tuple(
            _route(path, method, operation, stack)
            for path, methods in body["paths"].items()
            for method, operation in methods.items()
        ),
    )


def apply(gateway: Any, api: str, wanted: Definition) -> None:  # noqa: ANN401
    """Replace all routes, integrations, authorizers and the CORS configuration of an API by those of a definition.

    Args:
        gateway: an `apigatewayv2` client.
        api: the API's id.
        wanted: the definition.
    """
    _remove_all(gateway, api)
    if wanted.cors:
        gateway.update_api(ApiId=api, CorsConfiguration=wanted.cors)
    authorizers = {
        authorizer.name: gateway.create_authorizer(
            ApiId=api,
            AuthorizerType="JWT",
            Name=authorizer.name,
            IdentitySource=[authorizer.identity_source],
            JwtConfiguration={"Issuer": authorizer.issuer, "Audience": list(authorizer.audience)},
        )["AuthorizerId"]
        for authorizer in wanted.authorizers
    }
    integrations = {
        function: gateway.create_integration(
            ApiId=api,
            IntegrationType="AWS_PROXY",
            IntegrationUri=function,
            PayloadFormatVersion="2.0",
        )["IntegrationId"]
        for function in {route.function for route in wanted.routes}
    }
    for route in wanted.routes:
        protected: dict[str, Any] = (
            {"AuthorizationType": "JWT", "AuthorizerId": authorizers[route.authorizer]}
            if route.authorizer
            else {"AuthorizationType": "NONE"}
        )
        gateway.create_route(
            ApiId=api,
            RouteKey=route.key,
            Target=f"integrations/{integrations[route.function]}",
            **protected,
        )


def _remove_all(gateway: Any, api: str) -> None:  # noqa: ANN401
    gateway.delete_cors_configuration(ApiId=api)
    for route in gateway.get_routes(ApiId=api)["Items"]:
        gateway.delete_route(ApiId=api, RouteId=route["RouteId"])
    for integration in gateway.get_integrations(ApiId=api)["Items"]:
        gateway.delete_integration(ApiId=api, IntegrationId=integration["IntegrationId"])
    for authorizer in gateway.get_authorizers(ApiId=api)["Items"]:
        gateway.delete_authorizer(ApiId=api, AuthorizerId=authorizer["AuthorizerId"])


def _authorizers(body: dict[str, Any], stack: Stack) -> Iterator[Authorizer]:
    for name, scheme in body.get("components", {}).get("securitySchemes", {}).items():
        authorizer = scheme["x-amazon-apigateway-authorizer"]
        configuration = stack.resolved(authorizer["jwtConfiguration"])
        yield Authorizer(name, configuration["issuer"], tuple(configuration["audience"]), authorizer["identitySource"])


def _route(path: str, method: str, operation: dict[str, Any], stack: Stack) -> Route:
    (function,) = FUNCTION.findall(stack.resolved(operation["x-amazon-apigateway-integration"]["uri"]))
    names = [name for requirement in operation.get("security", []) for name in requirement if name != "NONE"]
    verb = "ANY" if method == "x-amazon-apigateway-any-method" else method.upper()
    return Route(f"{verb} {path}", function, names[0] if names else None)
