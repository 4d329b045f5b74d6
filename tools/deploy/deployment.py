"""`make deploy`: from a stage's answers to a running service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3

from tools.deploy import addresses, admin, pages, questions, sam, stack, template
from tools.deploy import answers as kept
from tools.deploy.errors import DeploymentError
from tools.deploy.stack import Stack
from tools.deploy.stage import Stage
from tools.deploy.template import Parameter

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

SECRET_RESOURCE = "StripeSigningSecretsSecret"  # noqa: S105 - its name in template.yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a stage shall be.

    Attributes:
        answers: what a person has decided.
        secrets: Stripe's signing secrets; None to keep those of the stack.
    """

    answers: Mapping[str, str]
    secrets: str | None

    def values(self, parameters: Mapping[str, Parameter], deployed: Stack | None) -> dict[str, str]:
        """The values of all parameters of the template, but for secrets that the stack keeps.

        Those that follow from the deployment itself: the address of the pages, to which the user pool sends people
        back, and the protection against deletion, with which a failed creation could not be rolled back.
        """
        outputs = deployed.outputs if deployed else {}
        values = {
            **{name: parameter.default for name, parameter in parameters.items()},
            "PagesOrigin": outputs.get("PagesUrl", "") if "UserPoolId" in outputs else "",
            "DeletionProtection": "true",
            **{name: value for name, value in self.answers.items() if name in parameters},
        }
        if deployed is None:
            values["DeletionProtection"] = "false"
        del values[questions.SECRETS]
        return values if self.secrets is None else {**values, questions.SECRETS: self.secrets}


def deploy(stage: Stage, session: boto3.Session, terminal: questions.Terminal, *, ask_secrets: bool) -> None:
    """Deploy a stage, or complete a deployment of it that was interrupted.

    Args:
        stage: the stage.
        session: the account and region.
        terminal: where to ask for what is missing.
        ask_secrets: whether the signing secrets are to be replaced.

    Raises:
        DeploymentError: a step failed, or something is missing.
    """
    formation, account = session.client("cloudformation"), session.client("sts").get_caller_identity()["Account"]
    print(f"stack {stage.stack} in {session.region_name}, account {account}", flush=True)
    source = template.read()
    parameters = template.parameters(source)
    deployed = stack.find(formation, stage)
    if deployed and deployed.status in stack.FAILED_CREATION:
        print("deleting what the failed creation has left of the stack", flush=True)
        stack.delete(formation, deployed)
        deployed = None
    elif deployed:
        stack.require_updatable(deployed, stage)
    wanted = _wanted(stage, parameters, terminal, has_secrets=_has_secrets(formation, stage), again=ask_secrets)
    _require_no_foreign_tables(stage, session, source, wanted.values(parameters, deployed))

    print("building the functions and layers", flush=True)
    sam.build(stage, wanted.values(parameters, deployed)["Architecture"])
    deployed = _settle(stage, session, parameters, wanted, deployed)
    outputs = deployed.outputs
    if "PagesBucketName" in outputs:
        print("uploading the pages", flush=True)
        pages.upload(session.client("s3"), outputs["PagesBucketName"])
    if "UserPoolId" in outputs:
        email, name = wanted.answers["AdminEmail"], wanted.answers["AdminName"]
        cognito = session.client("cognito-idp")
        if added := admin.create_first(cognito, outputs["UserPoolId"], terminal, email=email, name=name):
            print(added)
    print("\n".join(["", *addresses.lines(stage, deployed)]))


def _wanted(
    stage: Stage, parameters: Mapping[str, Parameter], terminal: questions.Terminal, *, has_secrets: bool, again: bool
) -> Wanted:
    given = kept.load(stage.answers, parameters)
    answers = questions.complete(given, parameters, stage.answers, terminal)
    parameter = parameters[questions.SECRETS]
    secrets = questions.signing_secrets(
        answers, parameter, stage.answers, terminal, has_secrets=has_secrets, again=again
    )
    if secrets is not None:
        answers["Stripe"] = "true" if secrets else "false"
    if answers != given:
        kept.save(stage.answers, answers)
    return Wanted(answers=answers, secrets=secrets)


def _settle(
    stage: Stage,
    session: boto3.Session,
    parameters: Mapping[str, Parameter],
    wanted: Wanted,
    deployed: Stack | None,
) -> Stack:
    """Deploy; then once more if parameters follow from what was deployed."""
    values = wanted.values(parameters, deployed)
    print("deploying (a first deployment takes about ten minutes)", flush=True)
    settled = _deploy_once(stage, session, values)
    if (following := wanted.values(parameters, settled)) != values:
        print("deploying what follows from it: " + ", ".join(_changed(values, following)), flush=True)
        settled = _deploy_once(stage, session, following)
    return settled


def _deploy_once(stage: Stage, session: boto3.Session, values: Mapping[str, str]) -> Stack:
    formation = session.client("cloudformation")
    seen = stack.latest_event(formation, stage.stack)
    # The secrets are in no function's configuration: a change of them needs no new versions.
    release = sam.release(stage, {name: value for name, value in values.items() if name != questions.SECRETS})
    try:
        sam.deploy(stage, session.region_name, {**values, "Release": release})
    except DeploymentError as error:
        reasons = stack.failures(formation, stage.stack, since=seen)
        raise DeploymentError("\n".join([str(error), *reasons])) from error
    deployed = stack.find(formation, stage)
    if deployed is None:
        raise DeploymentError(f"the stack {stage.stack} was deleted meanwhile: run this again")
    return deployed


def _changed(values: Mapping[str, str], following: Mapping[str, str]) -> list[str]:
    return [name for name, value in following.items() if values[name] != value]


def _has_secrets(formation: "CloudFormationClient", stage: Stage) -> bool:
    return any(resource.name == SECRET_RESOURCE for resource in stack.resources(formation, stage.stack))


def _require_no_foreign_tables(
    stage: Stage, session: boto3.Session, source: Mapping[str, Any], values: Mapping[str, str]
) -> None:
    """Check that no table has a name that this stack is about to give to one of its own."""
    prefix = values["TablePrefix"] or f"{stage.stack}-"
    pages_of_tables = session.client("dynamodb").get_paginator("list_tables").paginate()
    existing = {name for page in pages_of_tables for name in page["TableNames"]}
    formation = session.client("cloudformation")
    own = {resource.physical_id for resource in stack.resources(formation, stage.stack)}
    if left := sorted(existing.intersection(template.table_names(source, prefix)) - own):
        raise DeploymentError(
            f"these tables are there already, left by an earlier stack: {', '.join(left)}\n"
            f'Either set another prefix in {stage.answers}, such as "TablePrefix": "{stage.stack}-2-", which creates '
            "new tables beside them; or import them into the stack: see `Retained resources` in docs/deployment.md"
        )
