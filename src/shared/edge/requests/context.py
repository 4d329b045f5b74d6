"""What a request says beside its path and its body: who sends it, from where, and what it accepts."""

import re
from collections.abc import Callable

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.config import CertificateConfig, VerificationConfig

# Of programs that make previews of links: most accept anything, and would get JSON.
_PREVIEWERS = re.compile(
    "facebookexternalhit|linkedinbot|twitterbot|slackbot|whatsapp|telegrambot|discordbot|skypeuripreview|pinterest"
    "|mastodon|bluesky|embedly|iframely|redditbot|viber|signal",
    re.IGNORECASE,
)


def public_base_url(config: CertificateConfig | VerificationConfig, event: APIGatewayProxyEventV2) -> str:
    """Return the address at which the public reaches this API: the configured one, else the API's own.

    The API's own address comes from API Gateway, not from a header of the caller.
    """
    return config.public_base_url or f"https://{event.request_context.domain_name}"


def source_ip(event: APIGatewayProxyEventV2) -> str:
    """Return the client's address: `sourceIp` as API Gateway determines it, never a header."""
    return event.request_context.http.source_ip


def prefers(event: APIGatewayProxyEventV2, media_type: str, *, over: str) -> bool:
    """Whether the caller prefers one media type over the default one (RFC 9110, `Accept`)."""
    accepted = _accepted(event.headers.get("accept", "*/*"))
    return accepted(media_type) > accepted(over)


def wants_page(event: APIGatewayProxyEventV2) -> bool:
    """Whether the caller is to get a page rather than JSON: a browser, or a program that makes previews of links."""
    if prefers(event, "text/html", over="application/json"):
        return True
    makes_previews = _PREVIEWERS.search(event.headers.get("user-agent", "")) is not None
    return makes_previews and not prefers(event, "application/json", over="text/html")


def _accepted(header: str) -> Callable[[str], float]:
    weights: dict[str, float] = {}
    for part in header.split(","):
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        weight = next((word[2:] for word in parameters if word.startswith("q=")), "1")
        weights[name] = float(weight) if re.fullmatch(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?", weight) else 0.0

    def weigh(media_type: str) -> float:
        # The most specific range decides.
        ranges = (media_type, media_type.partition("/")[0] + "/*", "*/*")
        return next((weights[name] for name in ranges if name in weights), 0.0)

    return weigh
