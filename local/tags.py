"""Tags of the deployed HTTP API, which record what was deployed and loaded.

They are saved and lost together with what they describe, so the two always agree: after a power cut, and also when
somebody deletes one of them.
"""

from local import deployed
from local.settings import REGION


def read(endpoint: str, api: str) -> dict[str, str]:
    """All tags, by name."""
    tags: dict[str, str] = deployed.client("apigatewayv2", endpoint).get_tags(ResourceArn=_arn(api))["Tags"]
    return tags


def write(endpoint: str, api: str, **tags: str) -> None:
    """Add tags, in place of those of the same names."""
    deployed.client("apigatewayv2", endpoint).tag_resource(ResourceArn=_arn(api), Tags=tags)


def _arn(api: str) -> str:
    return f"arn:aws:apigateway:{REGION}::/apis/{api}"
