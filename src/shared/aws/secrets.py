"""Secrets, from Secrets Manager."""

from datetime import datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws.connection import client
from shared.domain.errors import Unavailable


def _read(arn: str) -> tuple[str, ...]:
    try:
        answer = client("secretsmanager").get_secret_value(SecretId=arn)
    except (BotoCoreError, ClientError) as error:
        raise Unavailable("The signing secret cannot be read.") from error
    return tuple(str(answer["SecretString"]).split())


class CachedSecret:
    """A secret with one or more values, separated by spaces, that is kept between invocations.

    Two values are valid while a secret is rotated: the current one and the previous one.
    """

    def __init__(self, arn: str, *, min_age: timedelta) -> None:
        """Prepare the cache; the secret is read at its first use.

        Args:
            arn: of the secret.
            min_age: how old the cached values must be before a refresh reads them again.
        """
        self._arn = arn
        self._min_age = min_age
        self._cached: tuple[tuple[str, ...], datetime] | None = None

    def values(self, now: datetime, *, refresh: bool = False) -> tuple[str, ...]:
        """Return the secret's values.

        Args:
            now: the present moment.
            refresh: whether to read them again, unless they were read less than `min_age` ago.

        Raises:
            Unavailable: Secrets Manager did not answer; without the secret nothing can be checked.
        """
        if self._cached is None or (refresh and now - self._cached[1] >= self._min_age):
            self._cached = (_read(self._arn), now)
        return self._cached[0]
