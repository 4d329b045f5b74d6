"""The local issuer: authorization codes are single-use; they and refresh tokens expire, and belong to one client."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local import tokens
from local.settings import AUDIENCE
from local.sign_in import PEOPLE, AuthorizationRequest, OAuthError, SignIn
from local.tokens import LIFETIME_SECONDS
from tests.support.sign_in import Application, claims

URL = "http://127.0.0.1:8080"
NOW = 1_800_000_000.0
ANH, INGRID = PEOPLE["demo-anh"], PEOPLE["demo-admin"]
MONTH = 30 * 24 * 3600


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> tokens.Issuer:
    return tokens.issuer(f"{URL}/local/issuer", tmp_path_factory.mktemp("issuer"))


@pytest.fixture
def sign_in(issuer: tokens.Issuer) -> SignIn:
    return SignIn(issuer, "pages", URL)


@pytest.fixture
def application() -> Application:
    return Application(client_id="pages", redirect_uri=f"{URL}/signed-in")


def query(address: str | None) -> dict[str, str]:
    """The query parameters of a redirect to the application."""
    assert address
    assert address.startswith(f"{URL}/signed-in?")
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def code(sign_in: SignIn, application: Application, now: float = NOW) -> str:
    return query(sign_in.authorize(sign_in.authorization_request(application.authorization_parameters()), ANH, now))[
        "code"
    ]


def refresh_token(sign_in: SignIn, application: Application, now: float = NOW) -> str:
    return str(
        sign_in.token_response(application.code_parameters(code(sign_in, application, now)), now)["refresh_token"]
    )


# ------------------------------------------------------------------ a code


def test_the_application_exchanges_its_code_for_tokens(sign_in: SignIn, application: Application) -> None:
    redirect = query(sign_in.authorize(sign_in.authorization_request(application.authorization_parameters()), ANH, NOW))
    assert redirect == {"code": redirect["code"], "state": application.state}
    response = sign_in.token_response(application.code_parameters(redirect["code"]), NOW + 59.9)
    assert (response["token_type"], response["expires_in"]) == ("Bearer", LIFETIME_SECONDS)
    issued = int(NOW + 59.9)
    times = {"iat": issued, "exp": issued + LIFETIME_SECONDS}
    who = {"iss": sign_in.issuer.url, "sub": ANH.user_id, "name": ANH.name, **times}
    assert claims(response["access_token"], sign_in.issuer, audience=AUDIENCE) == {**who, "aud": AUDIENCE}
    assert claims(response["id_token"], sign_in.issuer, audience="pages") == {
        **who,
        "aud": "pages",
        "nonce": application.nonce,
    }


def test_an_admins_token_has_the_admin_scope(sign_in: SignIn, application: Application) -> None:
    redirect = query(
        sign_in.authorize(sign_in.authorization_request(application.authorization_parameters()), INGRID, NOW)
    )
    response = sign_in.token_response(application.code_parameters(redirect["code"]), NOW)
    assert claims(response["access_token"], sign_in.issuer, audience=AUDIENCE)["scope"] == "admin"


def test_a_code_works_once(sign_in: SignIn, application: Application) -> None:
    once = code(sign_in, application)
    assert sign_in.token_response(application.code_parameters(once), NOW)
    with pytest.raises(OAuthError) as refused:
        sign_in.token_response(application.code_parameters(once), NOW)
    assert refused.value.error == "invalid_grant"


def test_a_code_expires_after_a_minute(sign_in: SignIn, application: Application) -> None:
    with pytest.raises(OAuthError) as refused:
        sign_in.token_response(application.code_parameters(code(sign_in, application)), NOW + 60)
    assert refused.value.error == "invalid_grant"


@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": "x" * 43},
        {"code_verifier": "x"},
        {"code_verifier": "ü" * 43},
        {"code_verifier": None},
        {"client_id": "somebody-else"},
        {"client_id": None},
        {"redirect_uri": f"{URL}/elsewhere"},
        {"redirect_uri": None},
    ],
    ids=str,
)
def test_a_stolen_code_is_refused_and_revoked(
    sign_in: SignIn, application: Application, change: dict[str, str | None]
) -> None:
    stolen = code(sign_in, application)
    for form in (application.code_parameters(stolen, **change), application.code_parameters(stolen)):
        with pytest.raises(OAuthError) as refused:
            sign_in.token_response(form, NOW)
        assert refused.value.error == "invalid_grant"


def test_concurrent_sign_ins_are_independent(sign_in: SignIn, application: Application) -> None:
    other = Application(client_id="pages", redirect_uri=f"{URL}/signed-in", nonce="another nonce")
    first, second = code(sign_in, application), code(sign_in, other)
    for whose, one in ((other, second), (application, first)):
        id_token = sign_in.token_response(whose.code_parameters(one), NOW)["id_token"]
        assert claims(id_token, sign_in.issuer, audience="pages")["nonce"] == whose.nonce


# ------------------------------------------------------------------ a refresh token


def test_a_refresh_token_returns_new_tokens_until_it_expires(sign_in: SignIn, application: Application) -> None:
    token = refresh_token(sign_in, application)
    for later in (0, MONTH - 1):
        renewed = sign_in.token_response(application.refresh_parameters(token), NOW + later)
        assert claims(renewed["access_token"], sign_in.issuer, audience=AUDIENCE)["sub"] == ANH.user_id
        assert "nonce" not in claims(renewed["id_token"], sign_in.issuer, audience="pages")
        assert "refresh_token" not in renewed


@pytest.mark.parametrize(
    ("change", "later"),
    [({}, MONTH), ({"client_id": "somebody-else"}, 0), ({"refresh_token": "x"}, 0), ({"refresh_token": None}, 0)],
    ids=str,
)
def test_an_expired_refresh_token_or_that_of_another_client_is_refused(
    sign_in: SignIn, application: Application, change: dict[str, str | None], later: float
) -> None:
    form = application.refresh_parameters(refresh_token(sign_in, application), **change)
    with pytest.raises(OAuthError) as refused:
        sign_in.token_response(form, NOW + later)
    assert refused.value.error == "invalid_grant"


def test_a_code_is_not_a_refresh_token_and_a_refresh_token_is_not_a_code(
    sign_in: SignIn, application: Application
) -> None:
    for form in (
        application.refresh_parameters(code(sign_in, application)),
        application.code_parameters(refresh_token(sign_in, application)),
    ):
        with pytest.raises(OAuthError):
            sign_in.token_response(form, NOW)


@pytest.mark.parametrize("grant_type", ["client_credentials", "password", "", None])
def test_other_grant_types_are_refused(sign_in: SignIn, application: Application, grant_type: str | None) -> None:
    with pytest.raises(OAuthError) as refused:
        sign_in.token_response(application.code_parameters(code(sign_in, application), grant_type=grant_type), NOW)
    assert refused.value.error == "unsupported_grant_type"


@given(
    st.dictionaries(st.sampled_from(["grant_type", "client_id", "code", "code_verifier", "redirect_uri"]), st.text())
)
def test_any_invalid_token_request_is_refused_with_a_description(issuer: tokens.Issuer, form: dict[str, str]) -> None:
    with pytest.raises(OAuthError):
        SignIn(issuer, "pages", URL).token_response(form.items(), NOW)


# ------------------------------------------------------------------ an authorization request


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "somebody-else"},
        {"client_id": None},
        {"redirect_uri": None},
        {"redirect_uri": "https://evil.example/signed-in"},
        {"redirect_uri": f"{URL}/"},
        {"redirect_uri": f"{URL}/signed-in/"},
        {"redirect_uri": f"{URL}/signed-in?next=https://evil.example"},
        {"redirect_uri": f"{URL}/signed-in#x"},
        {"redirect_uri": f"{URL}0/signed-in"},
        {"redirect_uri": f"{URL}@evil.example/signed-in"},
        {"redirect_uri": f"{URL}/../signed-in"},
        {"redirect_uri": "http://localhost:8080/signed-in"},
    ],
    ids=str,
)
def test_a_request_with_another_client_or_redirect_uri_is_not_redirected(
    sign_in: SignIn, application: Application, change: dict[str, str | None]
) -> None:
    with pytest.raises(OAuthError) as refused:
        sign_in.authorization_request(application.authorization_parameters(**change))
    assert refused.value.redirect_url is None


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "x" * 42}, "invalid_request"),
        ({"code_challenge": "ü" * 43}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
    ],
    ids=str,
)
def test_an_invalid_authorization_request_is_redirected_with_the_error(
    sign_in: SignIn, application: Application, change: dict[str, str | None], error: str
) -> None:
    with pytest.raises(OAuthError) as refused:
        sign_in.authorization_request(application.authorization_parameters(**change))
    parameters = query(refused.value.redirect_url)
    assert parameters == {"error": error, "error_description": str(refused.value), "state": application.state}


def test_a_repeated_parameter_is_refused(sign_in: SignIn, application: Application) -> None:
    asked, form = application.authorization_parameters(), application.code_parameters(code(sign_in, application))
    with pytest.raises(OAuthError) as refused:
        sign_in.authorization_request([*asked, ("redirect_uri", "https://evil.example/")])
    assert refused.value.redirect_url is None
    with pytest.raises(OAuthError):
        sign_in.token_response([*form, ("client_id", "pages")], NOW)


@given(st.text(min_size=1), st.text())
def test_a_redirect_returns_the_state_unchanged(issuer: tokens.Issuer, state: str, word: str) -> None:
    sign_in = SignIn(issuer, "pages", URL)
    application = Application(client_id="pages", redirect_uri=f"{URL}/signed-in", state=state)
    request: AuthorizationRequest = sign_in.authorization_request(application.authorization_parameters())
    address = request.redirect_url(error=word or "x")
    assert address.isascii()
    assert query(address) == {"error": word or "x", "state": state}
