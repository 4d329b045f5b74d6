"""The caller, from the token that API Gateway's JWT authorizer has verified: functions trust nothing else."""

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from shared.config import ScopeConfig
from shared.domain.emails import email_address
from shared.domain.errors import Forbidden, Unauthorized
from shared.domain.ids import UserId
from shared.edge.requests.identifiers import identifier
from shared.usecases.access import Learner

ADMIN = "admin"
INSTRUCTOR = "instructor"
SERVICE = "service"

_config = ScopeConfig.from_env()


def _claims(api: APIGatewayHttpResolver) -> dict[str, object]:
    authorizer = api.current_event.request_context.authorizer
    claims = authorizer.jwt_claim if authorizer else None
    if not claims or not claims.get("sub"):
        # The route has no authorizer: fail closed.
        raise Unauthorized("A valid access token is needed.")
    return dict(claims)


def learner(api: APIGatewayHttpResolver) -> Learner:
    """Return the calling learner, from the token's `sub`, `name` and verified `email` alone.

    Raises:
        Unauthorized: there is no token.
    """
    claims = _claims(api)
    name = claims.get("name")
    # API Gateway passes claims on as text.
    is_verified = str(claims.get("email_verified")).lower() == "true"
    return Learner(
        user_id=UserId(identifier(str(claims["sub"]), "sub")),
        name=str(name) if name else None,
        verified_email=email_address(claims.get("email")) if is_verified else None,
    )


def has_scope(api: APIGatewayHttpResolver, scope: str) -> bool:
    """Whether a caller's token has a scope.

    A scope is a word of `scope`, with the deployment's prefix, or a member of `cognito:groups`, without it.

    Raises:
        Unauthorized: there is no token.
    """
    claims = _claims(api)
    is_in_scopes = _config.prefix + scope in _scopes(claims.get("scope"))
    return is_in_scopes or scope in _groups(claims.get("cognito:groups"))


def require_scope(api: APIGatewayHttpResolver, scope: str) -> str:
    """Refuse a caller whose token lacks a scope; see `has_scope`.

    Returns:
        The caller's user id.

    Raises:
        Unauthorized: there is no token.
        Forbidden: the token lacks the scope.
    """
    if not has_scope(api, scope):
        raise Forbidden(f"This route needs the scope {scope}.")
    return subject(api)


def subject(api: APIGatewayHttpResolver) -> str:
    """Return the caller's user id, the token's `sub`.

    Raises:
        Unauthorized: there is no token.
    """
    return str(_claims(api)["sub"])


def _scopes(claim: object) -> set[str]:
    """Read the claim `scope`: separated by single spaces (RFC 6749, 3.3); all other characters belong to a scope."""
    return set(claim.split(" ")) if isinstance(claim, str) else set()


def _groups(claim: object) -> set[str]:
    """Read a claim that is a list in the token, which API Gateway passes on as the text `[admin service]`.

    A group's name cannot contain a space; it may contain a comma or a bracket (Cognito's API reference, CreateGroup).
    """
    if not isinstance(claim, str):
        return set()
    is_list = claim.startswith("[") and claim.endswith("]")
    return set((claim[1:-1] if is_list else claim).split(" "))
