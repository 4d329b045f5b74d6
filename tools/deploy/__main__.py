"""`python -m tools.deploy deploy|destroy|client-secret STAGE`, for the Makefile; run in the project's folder."""

import argparse
import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tools.deploy import stack
from tools.deploy.deployment import deploy
from tools.deploy.destruction import destroy
from tools.deploy.errors import DeploymentError
from tools.deploy.questions import Terminal
from tools.deploy.stage import Stage


def main() -> int:
    """Execute the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.deploy")
    parser.add_argument("command", choices=["deploy", "destroy", "client-secret"])
    parser.add_argument("stage")
    parser.add_argument("--secrets", action="store_true", help="replace Stripe's signing secrets")
    arguments = parser.parse_args()
    try:
        stage, session = Stage(arguments.stage), _session()
        match arguments.command:
            case "deploy":
                deploy(stage, session, Terminal(), ask_secrets=arguments.secrets)
            case "destroy":
                destroy(stage, session, Terminal())
            case _:
                print(_client_secret(stage, session))
    except (DeploymentError, BotoCoreError, ClientError) as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        print("\nstopped; CloudFormation completes what it has begun. Run this again to go on", file=sys.stderr)
        return 130
    return 0


def _session() -> boto3.Session:
    session = boto3.Session()
    if session.region_name is None:
        raise DeploymentError("no region is set: set AWS_REGION, or `region` in your AWS profile")
    if session.get_credentials() is None:
        raise DeploymentError("no credentials of an AWS account are found: set AWS_PROFILE")
    return session


def _client_secret(stage: Stage, session: boto3.Session) -> str:
    """The secret of the machine client, with which the shop's services get their tokens."""
    deployed = stack.find(session.client("cloudformation"), stage)
    if deployed is None or "MachineClientId" not in deployed.outputs:
        raise DeploymentError(f"the stack {stage.stack} has no user pool of its own")
    secret: str = session.client("cognito-idp").describe_user_pool_client(
        UserPoolId=deployed.outputs["UserPoolId"], ClientId=deployed.outputs["MachineClientId"]
    )["UserPoolClient"]["ClientSecret"]
    return secret


if __name__ == "__main__":
    sys.exit(main())
