"""An AWS account in ministack, to which a newcomer deploys Laurel from a clone of the project."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from local import deployed, programs
from local.calls import TIMEOUT, Caller
from local.ministack.execute_api import path_prefix
from tests.support.emulator import emulator
from tests.support.sign_in import Application
from tests.support.template import ROOT
from tests.support.terminal import typed

CLONED = ("template.yaml", "samconfig.toml", "functions", "layers", "src", "tools", "web")
PASSWORD = "a-Long-passphrase-1"  # noqa: S105 - a test value


@dataclass(frozen=True, kw_only=True)
class Account:
    """The account, the clone, and one stage."""

    endpoint: str
    clone: Path
    stage: str

    @property
    def stack(self) -> str:
        return f"laurel-{self.stage}"

    @property
    def environment(self) -> dict[str, str]:
        # No escape sequences on the terminal.
        return {**programs.environment(self.endpoint), "TERM": "dumb", "SAM_CLI_POLL_DELAY": "2"}

    def client(self, service: str) -> Any:  # noqa: ANN401 - botocore makes its clients at runtime
        return deployed.client(service, self.endpoint)

    # ---------------------------------------------------------------- the commands
    def command(self, name: str) -> list[str]:
        return [sys.executable, "-m", "tools.deploy", name, self.stage]

    def type(self, name: str, *answers: tuple[str, str]) -> tuple[int, str]:
        """Run a command at a terminal; returns its exit status, and what the terminal showed."""
        return typed(self.command(name), answers, cwd=self.clone, env=self.environment)

    def start(self, name: str) -> subprocess.Popen[str]:
        """Start a command in a session of its own, where nobody can be asked."""
        return subprocess.Popen(  # noqa: S603 - the project's own program
            self.command(name),
            cwd=self.clone,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            text=True,
        )

    def run(self, name: str) -> tuple[int, str]:
        """Run a command where nobody can be asked; returns its exit status, and what it printed."""
        with self.start(name) as process:
            printed, _ = process.communicate()
        return process.returncode, printed

    # ---------------------------------------------------------------- what is in the account
    def description(self) -> dict[str, Any]:
        """CloudFormation's description of the stack."""
        (described,) = self.client("cloudformation").describe_stacks(StackName=self.stack)["Stacks"]
        found: dict[str, Any] = described
        return found

    def outputs(self) -> dict[str, str]:
        return {output["OutputKey"]: output["OutputValue"] for output in self.description()["Outputs"]}

    def parameters(self) -> dict[str, str]:
        return {given["ParameterKey"]: given["ParameterValue"] for given in self.description()["Parameters"]}

    def statuses(self, resource: str) -> list[str]:
        """All statuses that a resource has had, the first first."""
        events = self.client("cloudformation").describe_stack_events(StackName=self.stack)["StackEvents"]
        return [event["ResourceStatus"] for event in events if event["LogicalResourceId"] == resource][::-1]

    def tables(self) -> list[str]:
        names: list[str] = self.client("dynamodb").list_tables()["TableNames"]
        return sorted(name for name in names if name.startswith(f"{self.stack}-"))

    def admins(self) -> list[dict[str, str]]:
        """The attributes of the members of the group `admin`."""
        pool = self.outputs()["UserPoolId"]
        users = self.client("cognito-idp").list_users_in_group(UserPoolId=pool, GroupName="admin")["Users"]
        return [{attribute["Name"]: attribute["Value"] for attribute in user["Attributes"]} for user in users]

    def invite(self, email: str, name: str) -> str:
        """Create a user, as an admin does in the console; returns their id."""
        attributes = {"email": email, "email_verified": "true", "name": name}
        user = self.client("cognito-idp").admin_create_user(
            UserPoolId=self.outputs()["UserPoolId"],
            Username=email,
            UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()],
            DesiredDeliveryMediums=["EMAIL"],
        )["User"]
        (sub,) = [attribute["Value"] for attribute in user["Attributes"] if attribute["Name"] == "sub"]
        return str(sub)

    # ---------------------------------------------------------------- clients of the API
    def caller(self, token: str = "") -> Caller:
        """A client of the API; anonymous without a token."""
        caller = Caller(f"{self.endpoint}{path_prefix(self.outputs()['ApiId']).decode()}")
        if token:
            caller.http.headers["authorization"] = f"Bearer {token}"
        return caller

    def machine_token(self) -> str:
        """A token of the shop's services."""
        _, secret = self.run("client-secret")
        form = {"grant_type": "client_credentials", "scope": "laurel/service"}
        answer = self._post("/oauth2/token", form, auth=(self.outputs()["MachineClientId"], secret.strip()))
        return str(answer.json()["access_token"])

    def first_token(self, email: str) -> str:
        """A token of a person who signs in at the pages for the first time, with the password of the invitation."""
        web_client = deployed.values(self.endpoint, self.stack)["WebClient"]
        client = Application(client_id=web_client, redirect_uri=f"{self.outputs()['PagesUrl']}/signed-in")
        query = client.authorization_parameters()
        page = httpx.get(f"{self.endpoint}/oauth2/authorize", params=dict(query), trust_env=False, timeout=TIMEOUT)
        page = self._post("/login", {**_hidden(page), "username": email, "password": self._invitation(email)})
        page = self._post("/login", {**_hidden(page), "new_password": PASSWORD, "confirm_password": PASSWORD})
        (code,) = parse_qs(urlsplit(page.headers["location"]).query)["code"]
        return str(self._post("/oauth2/token", dict(client.code_parameters(code))).json()["access_token"])

    def _invitation(self, email: str) -> str:
        """The temporary password in the only message to a person."""
        sent = httpx.get(f"{self.endpoint}/_ministack/ses/messages", trust_env=False, timeout=TIMEOUT).json()
        (text,) = [
            each["BodyText"] for sent_by in sent["messages"].values() for each in sent_by if each["To"] == [email]
        ]
        return str(text).removesuffix(".").rpartition(" ")[2]

    def _post(self, path: str, form: dict[str, str], **arguments: Any) -> httpx.Response:  # noqa: ANN401 - of httpx
        return httpx.post(f"{self.endpoint}{path}", data=form, trust_env=False, timeout=TIMEOUT, **arguments)


@contextmanager
def empty_account(folder: Path, stage: str) -> Iterator[Account]:
    """An account without anything in it, and a clone of the project."""
    clone = folder / "clone"
    clone.mkdir()
    for name in CLONED:
        # SAM finds what a template refers to beside the file that a link leads to; of the rest, a link is enough.
        if name in {"tools", "web"}:
            (clone / name).symlink_to(ROOT / name)
        elif (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, clone)
    (folder / "account").mkdir()
    with emulator(folder / "account") as endpoint:
        yield Account(endpoint=endpoint, clone=clone, stage=stage)


def _hidden(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    return dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.text))
