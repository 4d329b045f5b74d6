"""Secrets, from Secrets Manager."""

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import Unavailable
from shared.stores.connection import client


def words(arn: str) -> tuple[str, ...]:
    """Read a secret that is a list of words, separated by spaces.

    Raises:
        Unavailable: Secrets Manager did not answer; without the secret nothing can be checked.
    """
    try:
        answer = client("secretsmanager").get_secret_value(SecretId=arn)
    except (BotoCoreError, ClientError) as error:
        raise Unavailable("The signing secret cannot be read.") from error
    return tuple(str(answer["SecretString"]).split())
