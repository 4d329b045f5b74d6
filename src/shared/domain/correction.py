"""What is corrected on a certificate that is reissued."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a new certificate has that the one that it replaces has not; all else is as it was issued, its date too.

    Attributes:
        name: as an admin typed it; None for that of the old one.
        current_template: whether it has the course's current template, instead of the version of the old one.
    """

    name: str | None
    current_template: bool
