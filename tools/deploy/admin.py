"""The first admin of a created user pool."""

from contextlib import suppress
from typing import Any

GROUP = "admin"


def create_first(cognito: Any, pool: str, *, email: str, name: str) -> bool:  # noqa: ANN401 - no types are published
    """Invite an admin by e-mail, unless the pool has one.

    Args:
        cognito: a `cognito-idp` client.
        pool: the id of the user pool.
        email: the admin's address, which needs no confirmation: the invitation is sent there.
        name: the admin's name.

    Returns:
        Whether an admin was added.
    """
    pages = cognito.get_paginator("list_users_in_group").paginate(UserPoolId=pool, GroupName=GROUP)
    if any(page["Users"] for page in pages):
        return False
    attributes = {"email": email, "email_verified": "true", "name": name}
    # An earlier run was interrupted after it, or the person has signed up.
    with suppress(cognito.exceptions.UsernameExistsException):
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=email,
            UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()],
            DesiredDeliveryMediums=["EMAIL"],
        )
    cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=GROUP)
    return True
