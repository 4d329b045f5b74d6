"""Which of a learner's names is printed on a certificate."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.names import printed_name


class NameSource(StrEnum):
    """Where a printed name comes from: the shop, the access token, the checkout, or the learner's own profile.

    ADMIN is the source of a name on a reissued certificate, and of no other.
    """

    SHOP = "shop"
    TOKEN = "token"  # noqa: S105 - not a secret
    CHECKOUT = "checkout"
    LEARNER = "learner"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedName:
    """A name as it is printed, and its source."""

    name: str
    source: NameSource


def source_order(*, learner_may_change_name: bool) -> tuple[NameSource, ...]:
    """Order the sources, the preferred one first.

    Args:
        learner_may_change_name: whether the learner's own name is preferred over all others.
    """
    others = (NameSource.SHOP, NameSource.TOKEN, NameSource.CHECKOUT)
    return (NameSource.LEARNER, *others) if learner_may_change_name else (*others, NameSource.LEARNER)


def choose_name(
    name_of: Callable[[NameSource], str | None],
    is_printable: Callable[[str], bool],
    *,
    learner_may_change_name: bool,
) -> PrintedName | None:
    """Choose the name to print: that of the first source with a usable one.

    A name is usable if something visible is left of it. The name of the payer must also be printable, as whoever pays
    need not be the learner; an unprintable name of another source is chosen, so that somebody corrects it.

    Args:
        name_of: returns a source's name as received, None for none; not called for a source after the chosen one.
        is_printable: whether the fonts contain every character of a name.
        learner_may_change_name: whether the learner's own name is preferred over all others.

    Returns:
        The name, which may be unprintable unless it is the payer's; None where no source has a usable one.
    """
    for source in source_order(learner_may_change_name=learner_may_change_name):
        name = printed_name(name_of(source))
        if name and (source is not NameSource.CHECKOUT or is_printable(name)):
            return PrintedName(name=name, source=source)
    return None
