"""`make destroy`: deletes a stage's stack; what people have stored stays."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import boto3

from tools.deploy import stack, template
from tools.deploy.errors import DeploymentError
from tools.deploy.questions import Terminal
from tools.deploy.stack import Resource, Stack
from tools.deploy.stage import Stage

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


def destroy(stage: Stage, session: boto3.Session, terminal: Terminal) -> None:
    """Delete a stage's stack after its name was typed, and say what is kept and how to use it again.

    Deletion protection stays on: it protects what is kept, and what is deleted has none.

    Raises:
        DeploymentError: nobody is there to confirm, or the stack could not be deleted.
    """
    formation = session.client("cloudformation")
    found = stack.find(formation, stage)
    if found is None:
        raise DeploymentError(f"there is no stack {stage.stack} in {session.region_name}")
    stack.require_no_operation(found, stage)
    kept, deleted = _divided(formation, stage, found)
    print(f"deletes {len(deleted)} resources: the API, functions, queues and logs of {stage.stack}")
    print(_listed(kept))
    if not terminal.is_interactive:
        raise DeploymentError("nothing is deleted without a confirmation: run this at a terminal")
    if terminal.ask(f"Type {stage.name} to delete the stack: ").strip() != stage.name:
        raise DeploymentError("nothing was deleted")
    print("deleting the stack (CloudFront takes some minutes)", flush=True)
    stack.delete(formation, found)
    print(f"the stack {stage.stack} is deleted; {stage.answers} stays")
    if kept:
        print(_listed(kept))
        print(
            f'To deploy this stage with new tables, set "TablePrefix" in {stage.answers}, such as "{stage.stack}-2-"; '
            "to use what was kept again, import it: see `Retained resources` in docs/deployment.md"
        )


def _divided(formation: "CloudFormationClient", stage: Stage, found: Stack) -> tuple[list[Resource], list[Resource]]:
    """The resources that are kept, and those that are deleted."""
    present = list(stack.resources(formation, stage.stack))
    if found.status in stack.FAILED_CREATION:
        return [], present
    # As JSON, which botocore parses.
    processed = formation.get_template(StackName=stage.stack, TemplateStage="Processed")["TemplateBody"]
    retained = template.retained(processed)
    return (
        [resource for resource in present if resource.name in retained],
        [resource for resource in present if resource.name not in retained],
    )


def _listed(kept: Sequence[Resource]) -> str:
    return "\n".join(["keeps:", *(f"  {each.kind.rpartition('::')[2]:9} {each.physical_id}" for each in kept)])
