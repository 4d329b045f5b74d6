"""Questions are asked once, at a terminal, and only for what is missing."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tools.deploy import template
from tools.deploy.errors import DeploymentError
from tools.deploy.questions import QUESTIONS, SECRETS, Terminal, complete, signing_secrets

PARAMETERS = template.parameters(template.read())
FILE = Path(".stages/dev.json")
ARN = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
POOL = {
    "CertificatesEnabled": "true",
    "JwtIssuer": "",
    "AdminEmail": "ada@school.example",
    "AdminName": "Ada Lovelace",
    "ApiDomain": "",
}


def scripted(*answers: str) -> Callable[[str], str]:
    """Answers in this order; asking more is an error."""
    left = list(answers)
    return lambda _: left.pop(0)


def at_terminal(
    *answers: str, secretly: tuple[str, ...] = (), environment: Mapping[str, str] | None = None
) -> Terminal:
    return Terminal(
        is_interactive=True, ask=scripted(*answers), ask_secretly=scripted(*secretly), environment=environment or {}
    )


def nobody(**environment: str) -> Terminal:
    return Terminal(is_interactive=False, ask=scripted(), ask_secretly=scripted(), environment=environment)


def test_with_a_created_user_pool_the_first_admin_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "dev.json"
    terminal = at_terminal("true", "", " ada@school.example ", "Ada Lovelace", "")
    assert complete({}, PARAMETERS, file, terminal) == POOL
    assert json.loads(file.read_text()) == POOL


def test_with_an_issuer_its_audience_is_asked_for_and_no_admin(tmp_path: Path) -> None:
    terminal = at_terminal("false", "https://id.example", "pages", "")
    found = complete({}, PARAMETERS, tmp_path / "dev.json", terminal)
    assert (found["JwtIssuer"], found["JwtAudience"]) == ("https://id.example", "pages")
    assert "AdminEmail" not in found


def test_a_domain_needs_its_certificate_and_may_have_a_zone(tmp_path: Path) -> None:
    terminal = at_terminal("certificates.example.com", "", ARN, "")
    given = {name: value for name, value in POOL.items() if name != "ApiDomain"}
    found = complete(given, PARAMETERS, tmp_path / "dev.json", terminal)
    assert (found["ApiCertificateArn"], found["ApiHostedZoneId"]) == (ARN, "")


def test_an_answer_that_is_not_valid_is_asked_for_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = at_terminal("yes", "true", "id.example", "", "", "ada@school.example", "Ada Lovelace", "")
    assert complete({}, PARAMETERS, tmp_path / "dev.json", terminal) == POOL
    assert capsys.readouterr().out.splitlines() == [
        "CertificatesEnabled must be one of true, false",
        "JwtIssuer must be the address of an OpenID issuer (https://...), or empty",
        "AdminEmail must be an e-mail address",
    ]


def test_an_answer_is_kept_before_the_next_question(tmp_path: Path) -> None:
    file = tmp_path / "dev.json"
    with pytest.raises(IndexError):
        complete({}, PARAMETERS, file, at_terminal("true"))
    assert json.loads(file.read_text()) == {"CertificatesEnabled": "true"}


def test_nothing_is_asked_when_nothing_is_missing(tmp_path: Path) -> None:
    assert complete(POOL, PARAMETERS, tmp_path / "dev.json", nobody()) == POOL
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("missing", POOL)
def test_where_nobody_can_be_asked_the_missing_parameter_and_the_file_are_named(tmp_path: Path, missing: str) -> None:
    given = {name: value for name, value in POOL.items() if name != missing}
    with pytest.raises(DeploymentError, match=rf"{missing} is missing: add it to .*dev\.json"):
        complete(given, PARAMETERS, tmp_path / "dev.json", nobody())


def test_an_empty_answer_counts_only_where_it_is_one(tmp_path: Path) -> None:
    with pytest.raises(DeploymentError, match="AdminEmail is missing"):
        complete({**POOL, "AdminEmail": ""}, PARAMETERS, tmp_path / "dev.json", nobody())


def test_every_question_is_about_something_known() -> None:
    assert {question.name for question in QUESTIONS} - PARAMETERS.keys() == {"AdminEmail", "AdminName"}


# ---------------------------------------------------------------- the signing secrets
def asked(
    answers: Mapping[str, str], terminal: Terminal, *, has_secrets: bool = False, again: bool = False
) -> str | None:
    return signing_secrets(answers, PARAMETERS[SECRETS], FILE, terminal, has_secrets=has_secrets, again=again)


def test_signing_secrets_are_asked_for_where_the_stack_has_none() -> None:
    assert asked({}, at_terminal(secretly=("whsec_1 whsec_2",))) == "whsec_1 whsec_2"
    assert asked({"Stripe": "true"}, at_terminal(secretly=("",))) == ""


def test_signing_secrets_of_the_stack_are_kept_unless_others_are_asked_for() -> None:
    assert asked({"Stripe": "true"}, nobody(STRIPE_SIGNING_SECRETS="whsec_new"), has_secrets=True) is None
    assert asked({"Stripe": "true"}, at_terminal(secretly=("whsec_new",)), has_secrets=True, again=True) == "whsec_new"


def test_a_stage_without_stripe_is_asked_only_on_request() -> None:
    assert asked({"Stripe": "false"}, nobody()) == ""
    assert asked({"Stripe": "false"}, nobody(), has_secrets=True) == ""
    assert asked({"Stripe": "false"}, at_terminal(secretly=("whsec_1",)), again=True) == "whsec_1"


def test_the_environment_answers_in_place_of_the_terminal() -> None:
    assert asked({}, nobody(STRIPE_SIGNING_SECRETS="whsec_1")) == "whsec_1"
    assert asked({}, at_terminal(environment={"STRIPE_SIGNING_SECRETS": ""})) == ""


def test_where_nobody_can_be_asked_the_environment_variable_and_the_file_are_named() -> None:
    with pytest.raises(DeploymentError, match=r"STRIPE_SIGNING_SECRETS, or add .* to \.stages/dev\.json"):
        asked({}, nobody())


def test_a_secret_that_is_not_valid_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked({}, at_terminal(secretly=("sk_live_1", "whsec_1"))) == "whsec_1"
    with pytest.raises(DeploymentError, match="STRIPE_SIGNING_SECRETS must be signing secrets of Stripe") as refused:
        asked({}, nobody(STRIPE_SIGNING_SECRETS="sk_live_1"))
    assert "sk_live_1" not in str(refused.value) + capsys.readouterr().out
