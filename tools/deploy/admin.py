"""The first admin of a created user pool."""

from typing import Any

from tools.deploy.errors import DeploymentError
from tools.deploy.questions import Terminal

GROUP = "admin"
# Of an account that was invited, by an earlier run or in the console: only the address gets its temporary password.
INVITED = "FORCE_CHANGE_PASSWORD"


def create_first(cognito: Any, pool: str, terminal: Terminal, *, email: str, name: str) -> str:  # noqa: ANN401 - no types
    """Invite an admin by e-mail, unless the pool has one.

    An account that has the address already becomes an admin only if it is certain whose it is: it was invited, or its
    address is verified and somebody at the terminal confirms it.

    Args:
        cognito: a `cognito-idp` client.
        pool: the id of the user pool.
        terminal: where to ask about an account that is there already.
        email: the admin's address, which needs no confirmation: the invitation is sent there.
        name: the admin's name.

    Returns:
        Who was added, in words; "" if the pool has an admin.

    Raises:
        DeploymentError: an account with the address exists, and it must not become an admin.
    """
    pages = cognito.get_paginator("list_users_in_group").paginate(UserPoolId=pool, GroupName=GROUP)
    if any(page["Users"] for page in pages):
        return ""
    attributes = {"email": email, "email_verified": "true", "name": name}
    added = f"the first admin gets an invitation by e-mail: {email}"
    try:
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=email,
            UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()],
            DesiredDeliveryMediums=["EMAIL"],
        )
    except cognito.exceptions.UsernameExistsException:
        user = cognito.admin_get_user(UserPoolId=pool, Username=email)
        if user["UserStatus"] != INVITED:
            _require_owner(user, email, terminal)
            added = f"the first admin is the account that was there already: {email}"
    cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=GROUP)
    return added


def _require_owner(user: Any, email: str, terminal: Terminal) -> None:  # noqa: ANN401 - no types are published
    attributes = {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}
    if attributes.get("email_verified") != "true" or user["UserStatus"] == "UNCONFIRMED":
        # Whoever signed up knows the password, also after the owner of the address has confirmed it.
        raise DeploymentError(
            f"somebody has signed up as {email} without showing that the address is theirs: that account does not "
            "become an admin. Delete it from the user pool, and run this again. All else is deployed"
        )
    described = f"{attributes.get('name', 'without a name')}, since {user['UserCreateDate']:%Y-%m-%d}"
    if not terminal.is_interactive:
        raise DeploymentError(
            f"{email} has an account already ({described}): run this at a terminal to make it the first admin. All "
            "else is deployed"
        )
    print(f"{email} has an account already: {described}")
    if terminal.ask("Make it the first admin (yes or no)? ").strip() != "yes":
        raise DeploymentError("there is no admin yet: add one to the group `admin`, or run this again")
