"""Asks at the terminal for what only a person can decide, and only for what is not yet decided."""

import getpass
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.deploy import answers as kept
from tools.deploy.errors import DeploymentError
from tools.deploy.template import Parameter

SECRETS, SECRETS_VARIABLE = "StripeSigningSecrets", "STRIPE_SIGNING_SECRETS"
type Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """Where questions are asked, and the environment variables that answer in its place."""

    is_interactive: bool = field(default_factory=sys.stdin.isatty)
    ask: Callable[[str], str] = input
    ask_secretly: Callable[[str], str] = getpass.getpass
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question for one answer.

    Attributes:
        name: of the answer.
        text: of the question.
        applies: whether it has to be asked, after the answers so far.
        may_be_empty: whether "" is an answer.
    """

    name: str
    text: str
    applies: Callable[[Answers], bool] = lambda _: True
    may_be_empty: bool = False


def creates_user_pool(answers: Answers) -> bool:
    """Whether the template creates a user pool: its condition WithUserPool."""
    return not answers.get("JwtIssuer") and answers.get("CreateUserPool") != "false"


def _has_issuer(answers: Answers) -> bool:
    return bool(answers.get("JwtIssuer"))


def _has_api_domain(answers: Answers) -> bool:
    return bool(answers.get("ApiDomain"))


QUESTIONS = (
    Question(name="CertificatesEnabled", text="Serve certificates (true or false)?"),
    Question(
        name="JwtIssuer",
        text="Address of your OpenID issuer (empty: create a Cognito user pool)",
        may_be_empty=True,
    ),
    Question(
        name="JwtAudience",
        text="Audiences of its access tokens, separated by commas, the pages' first",
        applies=_has_issuer,
    ),
    Question(name="AdminEmail", text="E-mail address of the first admin", applies=creates_user_pool),
    Question(name="AdminName", text="Name of the first admin", applies=creates_user_pool),
    Question(
        name="ApiDomain",
        text="Custom domain of the API, for the links on certificates (empty: none)",
        may_be_empty=True,
    ),
    Question(name="ApiCertificateArn", text="ARN of its ACM certificate in this region", applies=_has_api_domain),
    Question(
        name="ApiHostedZoneId",
        text="Id of the Route 53 hosted zone for its records (empty: you create them)",
        applies=_has_api_domain,
        may_be_empty=True,
    ),
)


def complete(answers: Answers, parameters: Mapping[str, Parameter], file: Path, terminal: Terminal) -> dict[str, str]:
    """Ask for the answers that are missing; each is saved at once.

    Args:
        answers: those that are given.
        parameters: of the template.
        file: where the answers are kept.
        terminal: where to ask.

    Returns:
        All answers.

    Raises:
        DeploymentError: something is missing, and nobody is there to ask.
    """
    complete, known = dict(answers), kept.known(parameters)
    for question in QUESTIONS:
        answer = complete.get(question.name)
        if answer or (answer == "" and question.may_be_empty) or not question.applies(complete):
            continue
        if not terminal.is_interactive:
            raise DeploymentError(f"{question.name} is missing: add it to {file}, or run this at a terminal")
        complete[question.name] = _answer(known[question.name], question, terminal.ask)
        kept.save(file, complete)
    return complete


def signing_secrets(
    answers: Answers, parameter: Parameter, file: Path, terminal: Terminal, *, has_secrets: bool, again: bool
) -> str | None:
    """Ask for Stripe's signing secrets, or take them from the environment, where the stack has none or on request.

    Args:
        answers: `Stripe` says whether there are any.
        parameter: that of the secrets.
        file: where the answers are kept.
        terminal: where to ask.
        has_secrets: whether the stack has some.
        again: whether they are to be replaced.

    Returns:
        The secrets; "" for none; None to keep those of the stack.

    Raises:
        DeploymentError: those of the environment are not valid, or none are given and nobody is there to ask.
    """
    if not again and answers.get("Stripe") == "false":
        return ""
    if not again and has_secrets:
        return None
    given = terminal.environment.get(SECRETS_VARIABLE)
    if given is not None:
        if parameter.problem(given):  # which does not contain the value
            raise DeploymentError(f"the environment variable {SECRETS_VARIABLE} {parameter.rule}")
        return given
    if not terminal.is_interactive:
        raise DeploymentError(
            f'{SECRETS} is missing: set the environment variable {SECRETS_VARIABLE}, or add "Stripe": "false" to '
            f"{file}, or run this at a terminal"
        )
    text = "Signing secrets of Stripe's webhook, separated by a space (hidden; empty: without Stripe)"
    question = Question(name=SECRETS, text=text, may_be_empty=True)
    return _answer(parameter, question, terminal.ask_secretly)


def _answer(parameter: Parameter, question: Question, ask: Callable[[str], str]) -> str:
    while True:
        answer = ask(f"{question.text}: ").strip()
        problem = parameter.problem(answer)
        if not problem and not answer and not question.may_be_empty:
            problem = f"{question.name} is needed"
        if not problem:
            return answer
        print(problem)
