"""What a person has decided about a stage, kept in `.stages/<stage>.json`: never a secret.

The file may be edited by hand, and may have any parameter of template.yaml.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from tools.deploy.errors import DeploymentError
from tools.deploy.template import Parameter

# Answers that are no parameters of the template. `Stripe` says whether there are signing secrets, which are not kept.
OWN = (
    Parameter(name="AdminEmail", pattern=r"[^\s@]+@[^\s@]+", rule="must be an e-mail address"),
    Parameter(name="AdminName", pattern=r"\S(.*\S)?", rule="must be a name"),
    Parameter(name="Stripe", allowed=("true", "false")),
)


def known(parameters: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Everything that can be answered, by name: these parameters of the template, and our own."""
    return {**parameters, **{own.name: own for own in OWN}}


def load(file: Path, parameters: Mapping[str, Parameter]) -> dict[str, str]:
    """Read a stage's answers; none if there is no file.

    Raises:
        DeploymentError: the file is not a JSON object, or it has an unknown name, a secret, or a value that is not
            allowed.
    """
    try:
        content = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise DeploymentError(f"{file} is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise DeploymentError(f"{file} must be a JSON object")
    answers = {name: _text(value) for name, value in content.items()}
    for name, value in answers.items():
        parameter = known(parameters).get(name)
        if parameter is None:
            raise DeploymentError(f"{file}: template.yaml has no parameter {name}")
        if parameter.is_secret:
            raise DeploymentError(f"{file}: {name} is a secret: remove it, and run `make deploy` with SECRETS=1")
        if problem := parameter.problem(value):
            raise DeploymentError(f"{file}: {problem}, but is {value!r}")
    return answers


def save(file: Path, answers: Mapping[str, str]) -> None:
    """Replace the file, as a whole, so that only its owner can read it."""
    file.parent.mkdir(exist_ok=True)
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    new.write_text(json.dumps(answers, ensure_ascii=False, indent=2) + "\n", "utf-8")
    new.replace(file)


def _text(value: object) -> str:
    """A value as CloudFormation has it: whoever writes `false` or 30 means the text."""
    return value if isinstance(value, str) else json.dumps(value)
