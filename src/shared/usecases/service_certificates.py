"""Issuing certificates to learners on behalf of the shop's own services."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.config import CertificateConfig
from shared.domain.certificate import Certificate
from shared.domain.errors import DomainError
from shared.domain.ids import CourseId, UserId
from shared.stores import courses
from shared.usecases import certificates
from shared.usecases.access import Learner


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one certificate that was to be issued.

    Attributes:
        certificate: the learner's; None where it was refused.
        is_new: whether it was issued now.
        refusal: why there is none; None otherwise.
    """

    user_id: UserId
    course_id: CourseId
    certificate: Certificate | None = None
    is_new: bool = False
    refusal: DomainError | None = None


def issue(
    wanted: Sequence[tuple[UserId, CourseId]],
    public_base_url: str,
    config: CertificateConfig,
    *,
    now: datetime,
    randbelow: Callable[[int], int],
) -> list[Verdict]:
    """Issue certificates one by one, each by the rules of the learner's own first download.

    There is no access token of the learner, whose name could be printed. What one is refused for does not affect the
    others. Repeating the request returns the same certificates.

    Args:
        wanted: learners and courses.
        public_base_url: the beginning of the verification URL of a certificate issued now.
        config: whether certificates are served, and which name is printed.
        now: the date of a certificate issued now.
        randbelow: the source of random codes, see `draw_code`.

    Returns:
        The verdict on each, in order; where the time ran out, `Unavailable`.
    """
    return [_issue(user_id, course_id, public_base_url, config, now, randbelow) for user_id, course_id in wanted]


def _issue(
    user_id: UserId,
    course_id: CourseId,
    public_base_url: str,
    config: CertificateConfig,
    now: datetime,
    randbelow: Callable[[int], int],
) -> Verdict:
    learner = Learner(user_id=user_id, name=None)
    try:
        obtained = certificates.obtain_for(
            learner, lambda: courses.header(course_id), public_base_url, config, now=now, randbelow=randbelow
        )
    except DomainError as refusal:
        return Verdict(user_id=user_id, course_id=course_id, refusal=refusal)
    return Verdict(
        user_id=user_id, course_id=course_id, certificate=obtained.certificate, is_new=obtained.pdf is not None
    )
