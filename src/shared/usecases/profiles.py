"""A learner's own name, and which name is printed on a certificate."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.config import CertificateConfig
from shared.domain.enrollment import Enrollment
from shared.domain.errors import InvalidRequest, NameNotPrintable
from shared.domain.names import printed_name
from shared.domain.printable import unprintable_characters
from shared.domain.printed_names import NameSource, PrintedName, choose_name
from shared.pdf.render import require_printable
from shared.stores import enrollments, profiles
from shared.usecases.access import Learner, published_header


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """A learner's profile, and what it means for certificates.

    Attributes:
        name: the learner's own, as it is printed; None for none.
        learner_may_change_name: whether that name is preferred over all others.
        printed: the name that a certificate issued now would have; None where no source has one.
        unprintable: the characters of that name that no font contains; with any of them, a certificate is refused.
    """

    name: str | None
    learner_may_change_name: bool
    printed: PrintedName | None
    unprintable: tuple[str, ...]


def get(learner: Learner, course_slug: str | None, config: CertificateConfig) -> ProfileView:
    """Return a learner's profile.

    Args:
        learner: the caller.
        course_slug: of the course whose certificate is meant; None for no course in particular. Whether the learner's
            access has ended makes no difference.
        config: which name is preferred.

    Raises:
        CourseNotFound: no published course has this slug.
    """
    enrollment = None
    if course_slug is not None:
        enrollment = enrollments.get(learner.user_id, published_header(course_slug).course_id)
    return _view(learner, enrollment, config, _own_name(learner))


def put(learner: Learner, name: str | None, config: CertificateConfig, now: datetime) -> ProfileView:
    """Store a learner's own name as it will be printed, or remove it.

    Args:
        learner: the caller.
        name: as typed; None to remove it.
        config: which name is preferred.
        now: the time of the change.

    Raises:
        InvalidRequest: nothing of the name is visible.
        NameNotPrintable: no font contains a character of it.
    """
    if name is None:
        profiles.delete(learner.user_id)
        return _view(learner, None, config, None)
    printed = printable(name)
    profiles.put(learner.user_id, printed, now)
    return _view(learner, None, config, printed)


def printable(name: str) -> str:
    """Write a name, as somebody typed it, as it will be printed.

    Raises:
        InvalidRequest: nothing of the name is visible.
        NameNotPrintable: no font contains a character of it.
    """
    printed = printed_name(name)
    if not printed:
        message = "has no character that can be printed"
        raise InvalidRequest("The name has no character that can be printed.", [(("name",), message)])
    require_printable(printed)
    return printed


def name_to_print(learner: Learner, enrollment: Enrollment, config: CertificateConfig) -> PrintedName | None:
    """Choose the name for a certificate; the profile is read only if no preferred source has a name."""
    return _choose(learner, enrollment, config, lambda: _own_name(learner))


def _own_name(learner: Learner) -> str | None:
    profile = profiles.get(learner.user_id)
    return None if profile is None else profile.name


def _view(learner: Learner, enrollment: Enrollment | None, config: CertificateConfig, name: str | None) -> ProfileView:
    printed = _choose(learner, enrollment, config, lambda: name)
    return ProfileView(
        name=name,
        learner_may_change_name=config.learner_may_change_name,
        printed=printed,
        unprintable=unprintable_characters(printed.name) if printed else (),
    )


def _choose(
    learner: Learner, enrollment: Enrollment | None, config: CertificateConfig, own_name: Callable[[], str | None]
) -> PrintedName | None:
    names = {
        NameSource.SHOP: enrollment.learner_name if enrollment else None,
        NameSource.TOKEN: learner.name,
        NameSource.CHECKOUT: enrollment.purchaser_name if enrollment else None,
    }
    return choose_name(
        lambda source: own_name() if source is NameSource.LEARNER else names[source],
        _is_printable,
        learner_may_change_name=config.learner_may_change_name,
    )


def _is_printable(name: str) -> bool:
    try:
        require_printable(name)
    except NameNotPrintable:
        return False
    return True
