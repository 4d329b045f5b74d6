"""How a certificate's own texts look over a template: ink, and plates under them where its background needs one.

It is chosen when the template is prepared, and belongs to that version of the template.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any

from shared.pdf.page import Ink, Part

type Colour = tuple[float, float, float]
WHITE: Colour = (1.0, 1.0, 1.0)


class Block(Enum):
    """Texts that stand together: they have the same ink, and one plate under them."""

    STATEMENT = "statement"
    SIGNATORY = "signatory"
    VERIFICATION = "verification"
    ADDRESS = "address"


BLOCK_OF: Mapping[Part, Block] = {
    Part.NAME: Block.STATEMENT,
    Part.COMPLETION: Block.STATEMENT,
    Part.TITLE: Block.STATEMENT,
    Part.EXTRA: Block.STATEMENT,
    Part.DATE: Block.STATEMENT,
    Part.SIGNATORY_NAME: Block.SIGNATORY,
    Part.SIGNATORY_TITLE: Block.SIGNATORY,
    Part.CODE_LABEL: Block.VERIFICATION,
    Part.CODE: Block.VERIFICATION,
    Part.URL: Block.ADDRESS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the texts of a block look; colours are red, green and blue from 0 to 1.

    Attributes:
        strong: the colour of what is read first.
        quiet: the colour of the rest.
        accent: the colour of the learner's name, and of the rule to sign on if it is not `quiet`.
        plate: the colour of the plate under the texts; None for no plate.
        opacity: of the plate, from 0 to 1.
    """

    strong: Colour = Ink.STRONG.value
    quiet: Colour = Ink.QUIET.value
    accent: Colour | None = None
    plate: Colour | None = None
    opacity: float = 1.0

    def colour(self, part: Part, ink: Ink) -> Colour:
        """The colour of a text."""
        if part is Part.NAME and self.accent is not None:
            return self.accent
        return self.strong if ink is Ink.STRONG else self.quiet

    @property
    def rule(self) -> Colour:
        """The colour of the rule to sign on."""
        return self.accent or self.quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """The look of each block; those that are not listed have the default look, dark ink without a plate.

    Attributes:
        code_plate: whether a white plate is under the QR code.
    """

    looks: Mapping[Block, Look] = field(default_factory=dict)
    code_plate: bool = False

    def look(self, block: Block) -> Look:
        return self.looks.get(block, DEFAULT_LOOK)

    def to_json(self) -> dict[str, Any]:
        """Write it as values of JSON."""
        looks = {block.value: asdict(look) for block, look in self.looks.items()}
        return {"looks": looks, "code_plate": self.code_plate}


DEFAULT_LOOK = Look()
DEFAULT_APPEARANCE = Appearance()


def from_json(values: Mapping[str, Any]) -> Appearance:
    """Read what `Appearance.to_json` wrote."""
    looks = {Block(block): _look(look) for block, look in values["looks"].items()}
    return Appearance(looks=looks, code_plate=values["code_plate"])


def _look(values: Mapping[str, Any]) -> Look:
    read: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Look(**read)
