"""Who calls, as API Gateway's JWT authorizer has checked: functions trust nothing else."""

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from shared.domain.errors import Forbidden, Unauthorized
from shared.domain.ids import UserId
from shared.edge.requests import identifier
from shared.usecases.access import Learner

ADMIN = "admin"
SERVICE = "service"


def _claims(api: APIGatewayHttpResolver) -> dict[str, object]:
    authorizer = api.current_event.request_context.authorizer
    claims = authorizer.jwt_claim if authorizer else None
    if not claims or not claims.get("sub"):
        # The route lacks its authorizer: better closed than open.
        raise Unauthorized("A valid access token is needed.")
    return dict(claims)


def learner(api: APIGatewayHttpResolver) -> Learner:
    """Name the learner that calls: the token's `sub` and `name`, never anything from the request.

    Raises:
        Unauthorized: there is no token.
    """
    claims = _claims(api)
    name = claims.get("name")
    return Learner(user_id=UserId(identifier(str(claims["sub"]), "sub")), name=str(name) if name else None)


def require_scope(api: APIGatewayHttpResolver, scope: str) -> str:
    """Refuse a caller whose token lacks a scope.

    A scope is a word of `scope`, or a member of `cognito:groups`, which API Gateway hands on as the text
    `[admin service]`.

    Returns:
        The caller's user id.

    Raises:
        Unauthorized: there is no token.
        Forbidden: the token lacks the scope.
    """
    claims = _claims(api)
    words = f"{claims.get('scope') or ''} {str(claims.get('cognito:groups') or '').strip('[]')}".replace(",", " ")
    if scope not in words.split():
        raise Forbidden(f"This route needs the scope {scope}.")
    return str(claims["sub"])
