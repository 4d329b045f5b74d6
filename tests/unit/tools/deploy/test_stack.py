"""What a deployment makes of the state that a stack is in."""

import pytest

from tools.deploy import addresses, template
from tools.deploy.deployment import Wanted
from tools.deploy.errors import DeploymentError
from tools.deploy.stack import Stack, require_no_operation, require_updatable
from tools.deploy.stage import Stage

STAGE = Stage("dev")
PARAMETERS = template.parameters(template.read())
OUTPUTS = {
    "ApiUrl": "https://a1.execute-api.eu-central-1.amazonaws.com",
    "ApiDomainTarget": "d-1.execute-api.eu-central-1.amazonaws.com",
    "PagesUrl": "https://d1.cloudfront.net",
    "UserPoolId": "eu-central-1_1",
    "SignInUrl": "https://laurel-1.auth.eu-central-1.amazoncognito.com",
    "MachineClientId": "machine",
}


def stack(status: str = "UPDATE_COMPLETE", *, outputs: dict[str, str] | None = None, **parameters: str) -> Stack:
    found = OUTPUTS if outputs is None else outputs
    return Stack(stack_id="arn:1", status=status, parameters=parameters, outputs=found)


@pytest.mark.parametrize(
    "status", ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE"]
)
def test_a_stack_at_rest_can_be_updated(status: str) -> None:
    require_updatable(stack(status), STAGE)


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        ("CREATE_IN_PROGRESS", "run this again when it has ended"),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "run this again when it has ended"),
        ("DELETE_IN_PROGRESS", "run this again when it has ended"),
        ("ROLLBACK_FAILED", "run `make destroy STAGE=dev`, and then this again"),
        ("DELETE_FAILED", "run `make destroy STAGE=dev`, and then this again"),
        ("CREATE_FAILED", "run `make destroy STAGE=dev`, and then this again"),
        ("UPDATE_ROLLBACK_FAILED", "choose `Continue update rollback`"),
    ],
)
def test_any_other_stack_is_explained(status: str, advice: str) -> None:
    with pytest.raises(DeploymentError, match=f"laurel-dev is {status}.*{advice}"):
        require_updatable(stack(status), STAGE)


@pytest.mark.parametrize("status", ["REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED"])
def test_what_a_failure_has_left_can_be_deleted(status: str) -> None:
    require_no_operation(stack(status), STAGE)


# ---------------------------------------------------------------- parameters that follow from the deployment
def test_a_creation_has_neither_protection_nor_an_address_of_the_pages() -> None:
    wanted = Wanted(answers={"DeletionProtection": "true"}, secrets="").values(PARAMETERS, None)
    assert (wanted["DeletionProtection"], wanted["PagesOrigin"]) == ("false", "")


def test_an_update_has_both() -> None:
    wanted = Wanted(answers={}, secrets=None).values(PARAMETERS, stack())
    assert (wanted["DeletionProtection"], wanted["PagesOrigin"]) == ("true", OUTPUTS["PagesUrl"])


def test_deletion_protection_may_be_off() -> None:
    wanted = Wanted(answers={"DeletionProtection": "false"}, secrets=None).values(PARAMETERS, stack())
    assert wanted["DeletionProtection"] == "false"


@pytest.mark.parametrize("missing", ["PagesUrl", "UserPoolId"])
def test_the_address_of_the_pages_is_for_a_created_user_pool_alone(missing: str) -> None:
    outputs = {name: value for name, value in OUTPUTS.items() if name != missing}
    assert Wanted(answers={}, secrets=None).values(PARAMETERS, stack(outputs=outputs))["PagesOrigin"] == ""


def test_every_parameter_has_a_value_but_secrets_that_the_stack_keeps() -> None:
    answers = {"AdminName": "Ada Lovelace", "Stripe": "true", "TablePrefix": "x-"}
    kept = Wanted(answers=answers, secrets=None).values(PARAMETERS, stack())
    assert PARAMETERS.keys() - kept.keys() == {"StripeSigningSecrets"}
    assert kept.keys() <= PARAMETERS.keys()
    assert kept["TablePrefix"] == "x-"
    assert Wanted(answers=answers, secrets="").values(PARAMETERS, stack())["StripeSigningSecrets"] == ""


# ---------------------------------------------------------------- what is printed at the end
def test_without_a_permanent_address_the_end_is_a_warning() -> None:
    printed = list(addresses.lines(STAGE, stack()))
    assert printed[-1] == addresses.ORPHANED
    assert f"verification     {OUTPUTS['ApiUrl']}/certificates/verify/<code>" in printed


def test_a_domain_of_the_api_is_printed_with_the_record_that_it_needs() -> None:
    base = {**OUTPUTS, "VerificationBaseUrl": "https://certificates.example.com"}
    printed = list(addresses.lines(STAGE, stack(outputs=base, ApiDomain="certificates.example.com")))
    assert "Stripe webhook   https://certificates.example.com/webhooks/stripe" in printed
    assert f"DNS record       certificates.example.com CNAME {OUTPUTS['ApiDomainTarget']}" in printed
    assert addresses.ORPHANED not in printed


def test_the_tables_of_the_template_are_named_with_their_prefix() -> None:
    names = template.table_names(template.read(), "laurel-dev-")
    assert {"laurel-dev-courses", "laurel-dev-rate-limits"} < set(names)
    assert "RateLimitsTable" not in template.retained(template.read())
