"""A stage's answers are kept in a file that may be edited by hand."""

import json
from pathlib import Path

import pytest

from tools.deploy import answers, template
from tools.deploy.errors import DeploymentError
from tools.deploy.stage import Stage

PARAMETERS = template.parameters(template.read())


def written(folder: Path, content: object) -> Path:
    file = folder / "dev.json"
    file.write_text(json.dumps(content))
    return file


def test_a_stage_without_a_file_has_no_answers(tmp_path: Path) -> None:
    assert answers.load(tmp_path / "dev.json", PARAMETERS) == {}


def test_answers_are_read_as_they_were_saved_and_only_by_their_owner(tmp_path: Path) -> None:
    file, given = tmp_path / ".stages" / "dev.json", {"AdminName": "Nguyễn Thị Ánh", "JwtIssuer": ""}
    answers.save(file, {"AdminName": "Somebody"})
    answers.save(file, given)
    assert answers.load(file, PARAMETERS) == given
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["dev.json"]


def test_booleans_and_numbers_may_be_written_as_such(tmp_path: Path) -> None:
    file = written(tmp_path, {"Pages": False, "LogRetentionDays": 14, "VerificationsAMinute": 7})
    assert answers.load(file, PARAMETERS) == {"Pages": "false", "LogRetentionDays": "14", "VerificationsAMinute": "7"}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"CertificateEnabled": "true"}, "template.yaml has no parameter CertificateEnabled"),
        ({"Pages": "yes"}, "Pages must be one of true, false, but is 'yes'"),
        ({"JwtIssuer": "issuer.example"}, r"JwtIssuer must be the address of an OpenID issuer \(https://...\)"),
        ({"ApiHostedZoneId": "z1"}, r"ApiHostedZoneId must match \(Z\[A-Z0-9\]\+\)\?, but is 'z1'"),
        ({"AdminEmail": "ada"}, "AdminEmail must be an e-mail address"),
        ({"StripeSigningSecrets": "whsec_1"}, "StripeSigningSecrets is a secret: remove it"),
        ([], "must be a JSON object"),
    ],
)
def test_what_cloudformation_would_refuse_is_refused_before_anything_is_built(
    tmp_path: Path, content: object, problem: str
) -> None:
    with pytest.raises(DeploymentError, match=problem):
        answers.load(written(tmp_path, content), PARAMETERS)


def test_a_file_that_is_not_json_is_named(tmp_path: Path) -> None:
    file = tmp_path / "dev.json"
    file.write_text("{")
    with pytest.raises(DeploymentError, match=r"dev\.json is not JSON: "):
        answers.load(file, PARAMETERS)


def test_every_default_of_the_template_is_a_valid_answer() -> None:
    assert [name for name, parameter in PARAMETERS.items() if parameter.problem(parameter.default)] == []


def test_the_signing_secrets_alone_are_secret() -> None:
    assert [name for name, parameter in PARAMETERS.items() if parameter.is_secret] == ["StripeSigningSecrets"]


def test_our_own_answers_are_no_parameters() -> None:
    assert not {own.name for own in answers.OWN} & PARAMETERS.keys()


@pytest.mark.parametrize("name", ["", "Dev", "1st", "a_b", "-a", "a" * 21, "dev\n"])
def test_the_name_of_a_stage_is_part_of_other_names(name: str) -> None:
    with pytest.raises(DeploymentError, match="set it to at most 20 small letters, digits and hyphens"):
        Stage(name)
    assert Stage("a" * 20).stack == f"laurel-{'a' * 20}"
