import unicodedata

import pytest

from shared.domain.errors import NameNotPrintable
from shared.domain.names import printed_name
from shared.domain.printable import unprintable_characters
from shared.pdf.characters import TARGET, table
from shared.pdf.render import require_printable
from tests.unit.pdf.names import NAMES, NAMES_FOR_PYPDF


def test_the_table_has_exactly_the_characters_of_the_fonts() -> None:
    assert TARGET.read_text() == table()


def test_every_character_that_cannot_be_printed_is_listed_once_and_in_order() -> None:
    assert unprintable_characters("𓀀 Ada 🎓🎓 Łukasz \u0378") == ("𓀀", "🎓", "\u0378")
    assert unprintable_characters("") == ()


@pytest.mark.parametrize("script", [*NAMES, *NAMES_FOR_PYPDF])
def test_names_that_can_be_printed_have_none(script: str) -> None:
    for name in {**NAMES, **NAMES_FOR_PYPDF}[script]:
        assert unprintable_characters(printed_name(name)) == ()


@pytest.mark.parametrize("text", ["Ada 🎓", "محمد 🎓", "Ada \u0378", "𓀀", "李 \U000323b0"])
def test_the_table_and_the_fonts_refuse_the_same_character_first(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    with pytest.raises(NameNotPrintable) as refusal:
        require_printable(text)
    assert unprintable_characters(text)[0] == refusal.value.character
