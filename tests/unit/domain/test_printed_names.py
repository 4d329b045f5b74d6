"""Which name is printed: the order of the sources, and which names count."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.names import printed_name
from shared.domain.printed_names import NameSource, PrintedName, choose_name, source_order

SHOP, TOKEN, CHECKOUT, LEARNER = SOURCES = source_order(learner_may_change_name=False)
NO_FONT = "\ue000"
NAMES = {SHOP: "Shop", TOKEN: "Token", CHECKOUT: "Checkout", LEARNER: "Learner"}

any_names = st.dictionaries(
    st.sampled_from(SOURCES),
    st.sampled_from(["Anna", " Anna  Ł. ", "Ben", NO_FONT, f"Ben {NO_FONT}", "", " ", "\u200b", None]),
)


def is_printable(name: str) -> bool:
    assert name == printed_name(name) != ""
    return NO_FONT not in name


def chosen(names: Mapping[NameSource, str | None], *, learner_may_change_name: bool = False) -> PrintedName | None:
    return choose_name(names.get, is_printable, learner_may_change_name=learner_may_change_name)


def sources_in_turn(*, learner_may_change_name: bool) -> list[NameSource]:
    """The source that is chosen, while one after the other loses its name."""
    names, found = dict(NAMES), []
    while name := chosen(names, learner_may_change_name=learner_may_change_name):
        assert name.name == names.pop(name.source)
        found.append(name.source)
    assert names == {}
    return found


def test_the_shop_comes_first_then_token_checkout_and_learner() -> None:
    assert sources_in_turn(learner_may_change_name=False) == [SHOP, TOKEN, CHECKOUT, LEARNER]


def test_a_learner_who_may_change_the_name_comes_first() -> None:
    assert sources_in_turn(learner_may_change_name=True) == [LEARNER, SHOP, TOKEN, CHECKOUT]


@pytest.mark.parametrize("blank", [None, "", "  ", "\u200b", "\u0301"])
@pytest.mark.parametrize("source", SOURCES)
def test_a_name_without_visible_characters_is_skipped(source: NameSource, blank: str | None) -> None:
    name = chosen({**NAMES, source: blank})
    assert name is not None
    assert name.source is (TOKEN if source is SHOP else SHOP)
    assert chosen({source: blank}) is None


def test_the_chosen_name_is_as_it_is_printed() -> None:
    assert chosen({TOKEN: "  Anna\u200b  Łukasiewicz "}) == PrintedName(name="Anna Łukasiewicz", source=TOKEN)


@pytest.mark.parametrize("source", [SHOP, TOKEN, LEARNER])
def test_an_unprintable_name_of_the_learner_is_chosen_nevertheless(source: NameSource) -> None:
    assert chosen({source: NO_FONT}) == PrintedName(name=NO_FONT, source=source)


def test_an_unprintable_name_of_the_payer_is_skipped() -> None:
    assert chosen({CHECKOUT: NO_FONT, LEARNER: "Anna"}) == PrintedName(name="Anna", source=LEARNER)
    assert chosen({CHECKOUT: NO_FONT}) is None


@given(any_names, st.booleans())
def test_the_first_source_with_a_usable_name_is_chosen_and_no_later_one_is_read(
    names: Mapping[NameSource, str | None],
    learner_may_change_name: bool,  # noqa: FBT001
) -> None:
    read = []

    def name_of(source: NameSource) -> str | None:
        read.append(source)
        return names.get(source)

    order = source_order(learner_may_change_name=learner_may_change_name)
    name = choose_name(name_of, is_printable, learner_may_change_name=learner_may_change_name)
    assert tuple(read) == order[: len(read)]
    usable = [
        source
        for source in order
        if (text := printed_name(names.get(source))) and (source, NO_FONT in text) != (CHECKOUT, True)
    ]
    if name is None:
        assert (usable, tuple(read)) == ([], order)
    else:
        assert (name.source, name.name) == (usable[0], printed_name(names[usable[0]]))
        assert read[-1] is name.source


@given(any_names)
def test_permission_to_change_the_name_matters_only_to_a_learner_who_supplied_one(
    names: Mapping[NameSource, str | None],
) -> None:
    allowed = chosen(names, learner_may_change_name=True)
    if printed_name(names.get(LEARNER)):
        assert allowed is not None
        assert allowed.source is LEARNER
    else:
        assert allowed == chosen(names)
