"""Who meets whom, where it begins, and what must have come of it; and for each, a naive way that must be caught."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.proof.interleavings import beginnings, endings
from tests.proof.interleavings.actors import Actor, Variant
from tests.proof.interleavings.beginnings import ORDER_ID
from tests.proof.interleavings.callers import (
    by_hand,
    detector,
    device,
    download,
    enrollment,
    erase,
    new_order,
    payment,
    recheck,
    refund,
    shorter_course,
    swap,
)
from tests.proof.interleavings.endings import Ending
from tests.proof.interleavings.naive import (
    BLANKS_FIRST,
    LEAVES_BEHIND,
    MERGES_BY_READING,
    QUEUES_FIRST,
    WRITES_THE_ENROLLMENT_WHOLE,
    marker_first,
    read_first_then_write,
)
from tests.support.payments import charge_refunded, dispute_closed, refund_failed
from tests.support.service import Service
from tests.support.story import ANNA, put_course


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Actors who meet.

    Attributes:
        start: what happened before, through the doors.
        expect: says what is wrong in the end, from what is kept and how each actor ended.
        naive: a variant that must be caught.
        erased: learners who are being erased.
    """

    name: str
    start: Callable[[Service], object]
    actors: tuple[Actor, ...]
    expect: Ending
    naive: Variant
    erased: frozenset[str] = frozenset()


SCENARIOS = (
    Scenario(
        name="two first downloads",
        start=beginnings.finished,
        actors=(download("first", 10), download("second", 20)),
        expect=endings.one_certificate,
        naive=read_first_then_write("course-certificates"),
    ),
    Scenario(
        name="a download and a full refund",
        start=beginnings.finished,
        actors=(download(), refund()),
        expect=endings.all_is_refunded,
        naive=read_first_then_write("course-certificates"),
    ),
    Scenario(
        name="two downloads and a refund",
        start=beginnings.detected,
        actors=(download("first", 10), download("second", 20), refund()),
        expect=endings.all_is_refunded,
        naive=marker_first("orders"),
    ),
    Scenario(
        name="a new order, a refund of the old one and a download",
        start=beginnings.certified,
        actors=(new_order(), refund(), download()),
        expect=endings.the_old_code_is_revoked,
        naive=read_first_then_write("course-certificates"),
    ),
    Scenario(
        name="a revocation by hand and a refund",
        start=beginnings.certified,
        actors=(by_hand("revoke"), refund()),
        expect=endings.all_is_refunded,
        naive=read_first_then_write("course-certificates"),
    ),
    Scenario(
        name="a reinstatement and a refund",
        start=beginnings.revoked,
        actors=(by_hand("reinstate"), refund()),
        expect=endings.all_is_refunded,
        naive=read_first_then_write("course-certificates"),
    ),
    Scenario(
        name="an enrollment and a refund",
        start=beginnings.enrolled,
        actors=(enrollment(), refund()),
        expect=endings.all_is_refunded,
        naive=read_first_then_write("enrollments"),
    ),
    Scenario(
        name="two deliveries of a refund, and a partial one",
        start=beginnings.certified,
        actors=(refund("first", 30), refund("second", 31), refund("partial", 32, "evt_0", 1000)),
        expect=endings.refunded_once,
        naive=read_first_then_write("orders"),
    ),
    Scenario(
        name="a purchase and its refund, named apart",
        start=put_course,
        actors=(
            payment("purchase", 20, beginnings.PURCHASE),
            payment("refund", 30, {**charge_refunded(at=2), "id": "evt_refunded"}),
        ),
        expect=endings.all_is_refunded,
        naive=read_first_then_write("orders"),
    ),
    Scenario(
        name="refunds of two orders of one course",
        start=beginnings.bought_twice,
        actors=(
            payment("first", 30, {**charge_refunded(at=2), "id": "evt_refunded"}),
            payment("second", 31, {**charge_refunded(payment="pi_2", at=3), "id": "evt_refunded_too"}),
        ),
        expect=endings.both_are_refunded,
        naive=read_first_then_write("orders"),
    ),
    Scenario(
        name="a refund, its failure and a download",
        start=beginnings.bought,
        actors=(
            payment("refund", 30, {**charge_refunded(at=2), "id": "evt_refunded"}),
            payment("failure", 31, {**refund_failed(at=3), "id": "evt_failed"}),
            download(),
        ),
        expect=endings.all_is_given_back,
        naive=read_first_then_write("orders"),
    ),
    Scenario(
        name="a lost dispute and a first download",
        start=beginnings.detected,
        actors=(payment("dispute", 30, {**dispute_closed(payment=ORDER_ID, at=2), "id": "evt_lost"}), download()),
        expect=endings.all_is_charged_back,
        naive=read_first_then_write("course-certificates"),
    ),
    Scenario(
        name="two detectors",
        start=beginnings.finished,
        actors=(detector("first", 40), detector("second", 41)),
        expect=endings.completed,
        naive=read_first_then_write("completions"),
    ),
    Scenario(
        name="a detector and a refund",
        start=beginnings.finished,
        actors=(detector(), refund()),
        expect=endings.completed_and_refunded,
        naive=WRITES_THE_ENROLLMENT_WHOLE,
    ),
    Scenario(
        name="a template swap and a download",
        start=beginnings.detected,
        actors=(swap(), download()),
        expect=endings.issued_and_swapped,
        naive=read_first_then_write("certificate-templates"),
    ),
    Scenario(
        name="a changed course and a detector",
        start=beginnings.one_lesson_short,
        actors=(shorter_course(), recheck(), detector(lesson_id="flour")),
        expect=endings.rechecked,
        naive=QUEUES_FIRST,
    ),
    Scenario(
        name="an erasure and a download",
        start=beginnings.detected,
        actors=(erase(), download()),
        expect=endings.nothing_names_her,
        naive=BLANKS_FIRST,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        name="an erasure and a later download",
        start=beginnings.certified,
        actors=(erase(), download()),
        expect=endings.nothing_names_her,
        naive=BLANKS_FIRST,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        name="an erasure and progress",
        start=beginnings.enrolled,
        actors=(erase(), device("phone", 10, [0, 40])),
        expect=endings.nothing_is_left,
        naive=LEAVES_BEHIND,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        name="three devices",
        start=beginnings.enrolled,
        actors=(
            device("phone", 10, [0, 40]),
            device("tablet", 20, [30, 80]),
            device("laptop", 30, [80, 100], [50, 70]),
        ),
        expect=endings.all_is_watched,
        naive=MERGES_BY_READING,
    ),
)
