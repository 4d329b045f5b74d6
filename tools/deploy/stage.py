"""A stage: one deployment among several in an account, such as dev or production."""

import re
from dataclasses import dataclass
from pathlib import Path

from tools.deploy.errors import DeploymentError

NAME = re.compile(r"[a-z][a-z0-9-]{0,19}")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage's name, and what follows from it; paths are relative to the project's folder.

    Raises:
        DeploymentError: the name is not valid.
    """

    name: str

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise DeploymentError(
                f"STAGE is {self.name!r}: set it to at most 20 small letters, digits and hyphens, a letter first, "
                "such as `make deploy STAGE=dev`"
            )

    @property
    def stack(self) -> str:
        """The name of its stack."""
        return f"laurel-{self.name}"

    @property
    def answers(self) -> Path:
        """The file with what a person has decided."""
        return Path(".stages", f"{self.name}.json")

    @property
    def work(self) -> Path:
        """The folder of its build and logs; not that of `make run`, which builds for another processor."""
        return Path(".aws-sam", "stages", self.name)
