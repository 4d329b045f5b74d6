"""Secrets, from Secrets Manager."""

from datetime import datetime, timedelta

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


class KeptWords:
    """A secret that is a list of words, kept between invocations.

    Two words hold while one gives way to the other: the current secret and the previous one.
    """

    def __init__(self, arn: str, *, at_least_for: timedelta) -> None:
        self._arn = arn
        self._at_least_for = at_least_for
        self._kept: tuple[tuple[str, ...], datetime] | None = None

    def get(self, now: datetime, *, anew: bool = False) -> tuple[str, ...]:
        """Give the words.

        Args:
            now: the present moment.
            anew: whether to read them again, unless that was done a moment ago.

        Raises:
            Unavailable: Secrets Manager did not answer.
        """
        if self._kept is None or (anew and now - self._kept[1] >= self._at_least_for):
            self._kept = (words(self._arn), now)
        return self._kept[0]
