"""What learners say about themselves."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A learner's profile.

    Attributes:
        name: the learner's own, as it is printed.
    """

    name: str
    updated_at: datetime
