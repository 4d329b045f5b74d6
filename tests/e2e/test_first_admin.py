"""An account that has the address of the first admin already becomes an admin only if it is certain whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from local import deployed
from tests.support.emulator import emulator
from tools.deploy.admin import GROUP, create_first
from tools.deploy.errors import DeploymentError
from tools.deploy.questions import Terminal

EMAIL, NAME = "ada@school.example", "Ada Lovelace"
PASSWORD = "a-Long-passphrase-1"  # noqa: S105 - a test value
NOBODY = Terminal(is_interactive=False)


@dataclass(frozen=True, kw_only=True)
class Pool:
    """A user pool like that of template.yaml, where people may sign up."""

    cognito: Any
    pool: str
    client: str

    def sign_up(self) -> None:
        attributes = [{"Name": "email", "Value": EMAIL}, {"Name": "name", "Value": NAME}]
        self.cognito.sign_up(ClientId=self.client, Username=EMAIL, Password=PASSWORD, UserAttributes=attributes)

    def verify(self) -> None:
        self.cognito.admin_confirm_sign_up(UserPoolId=self.pool, Username=EMAIL)
        verified = [{"Name": "email_verified", "Value": "true"}]
        self.cognito.admin_update_user_attributes(UserPoolId=self.pool, Username=EMAIL, UserAttributes=verified)

    def create_first(self, terminal: Terminal = NOBODY) -> str:
        return create_first(self.cognito, self.pool, terminal, email=EMAIL, name=NAME)

    def admins(self) -> int:
        return len(self.cognito.list_users_in_group(UserPoolId=self.pool, GroupName=GROUP)["Users"])


def answering(answer: str) -> Terminal:
    return Terminal(is_interactive=True, ask=lambda _: answer)


@pytest.fixture(scope="module")
def cognito(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with emulator(tmp_path_factory.mktemp("account")) as endpoint:
        yield deployed.client("cognito-idp", endpoint)


@pytest.fixture
def pool(cognito: Any) -> Pool:  # noqa: ANN401 - botocore makes its clients while it runs
    pool = cognito.create_user_pool(
        PoolName="laurel", UsernameAttributes=["email"], AdminCreateUserConfig={"AllowAdminCreateUserOnly": False}
    )["UserPool"]["Id"]
    cognito.create_group(UserPoolId=pool, GroupName=GROUP)
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="pages")["UserPoolClient"]["ClientId"]
    return Pool(cognito=cognito, pool=pool, client=client)


def test_a_new_account_is_invited(pool: Pool) -> None:
    assert pool.create_first() == f"the first admin gets an invitation by e-mail: {EMAIL}"
    assert pool.admins() == 1
    assert pool.create_first() == ""


def test_an_account_without_a_verified_address_is_refused(pool: Pool) -> None:
    pool.sign_up()
    with pytest.raises(DeploymentError, match="without showing that the address is theirs"):
        pool.create_first(answering("yes"))
    assert pool.admins() == 0


def test_an_account_that_was_confirmed_without_its_address_is_refused(pool: Pool) -> None:
    pool.sign_up()
    pool.cognito.admin_confirm_sign_up(UserPoolId=pool.pool, Username=EMAIL)
    unverified = [{"Name": "email_verified", "Value": "false"}]
    pool.cognito.admin_update_user_attributes(UserPoolId=pool.pool, Username=EMAIL, UserAttributes=unverified)
    with pytest.raises(DeploymentError, match="Delete it from the user pool"):
        pool.create_first(answering("yes"))
    assert pool.admins() == 0


def test_an_account_with_a_verified_address_becomes_an_admin_when_somebody_confirms(
    pool: Pool, capsys: pytest.CaptureFixture[str]
) -> None:
    pool.sign_up()
    pool.verify()
    assert pool.create_first(answering("yes")) == f"the first admin is the account that was there already: {EMAIL}"
    assert pool.admins() == 1
    assert f"{EMAIL} has an account already: {NAME}, since 20" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("terminal", "told"),
    [
        (answering("no"), "there is no admin yet"),
        (answering(""), "there is no admin yet"),
        (NOBODY, "run this at a terminal to make it the first admin"),
    ],
)
def test_without_a_confirmation_it_does_not(pool: Pool, terminal: Terminal, told: str) -> None:
    pool.sign_up()
    pool.verify()
    with pytest.raises(DeploymentError, match=told):
        pool.create_first(terminal)
    assert pool.admins() == 0
