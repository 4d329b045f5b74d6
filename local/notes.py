"""Notes that are kept in the emulated AWS itself, as tags of the API.

They are saved and lost together with what they speak of, so the two cannot disagree: not after a power cut, and not
when somebody deletes one of the two.
"""

from local import deployed
from local.settings import REGION


def read(endpoint: str, api: str) -> dict[str, str]:
    """Every note."""
    tags: dict[str, str] = deployed.client("apigatewayv2", endpoint).get_tags(ResourceArn=_arn(api))["Tags"]
    return tags


def write(endpoint: str, api: str, **notes: str) -> None:
    """Write notes, in place of those of the same names."""
    deployed.client("apigatewayv2", endpoint).tag_resource(ResourceArn=_arn(api), Tags=notes)


def _arn(api: str) -> str:
    return f"arn:aws:apigateway:{REGION}::/apis/{api}"
