"""Scenarios: concurrent operations, their initial state, and the required final state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.usecases import payment_plan
from tests.proof.facts import Facts
from tests.proof.interleavings import final_states as final
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings.executions import Operation, Outcome
from tests.proof.interleavings.final_states import FinalState
from tests.proof.interleavings.history import Rule, accepted, has_failed, refused, same_content, shows
from tests.proof.interleavings.initial_states import (
    LATE_PURCHASES,
    LESSONS,
    ORDER_ID,
    PURCHASE,
    REFUND,
    SECOND_PURCHASE,
    SECOND_REFUND,
    VIDEO,
)
from tests.proof.interleavings.operations import (
    admin_action,
    article,
    detector,
    device,
    download,
    edit,
    enrollment,
    erase,
    export,
    issued_by,
    new_order,
    payment,
    read_page,
    recheck,
    refund,
    shorter_course,
    swap,
    verification,
)
from tests.proof.invariants import AT_THE_END, INVARIANTS, Invariant, completion_needs_access, violations_of
from tests.support.payments import charge_refunded, dispute_closed, refund_failed
from tests.support.service import ADMIN, Answer, Caller, Service
from tests.support.steps import ANNA, COURSE_ID, put_course


@dataclass(frozen=True)
class Scenario:
    """Concurrent operations.

    Attributes:
        start: sets up the initial state.
        expect: returns the violations of the final state, from the stored data and every outcome.
        history: rules of real-time order.
        erased: learners who are being erased.
        in_steps: whether an order is processed in several transactions; see `invariants.AT_THE_END`.
        invariants: the invariants that hold after every step.
    """

    name: str
    start: Callable[[Service], object]
    operations: tuple[Operation, ...]
    expect: FinalState
    history: tuple[Rule, ...] = ()
    erased: frozenset[str] = frozenset()
    in_steps: bool = False
    invariants: tuple[Invariant, ...] = INVARIANTS

    @property
    def patches(self) -> tuple[tuple[object, str, Any], ...]:
        """Patched settings: with one order line per transaction, an order of two lines takes several transactions."""
        return ((payment_plan, "_LINES_PER_TRANSACTION", 1),) if self.in_steps else ()

    def watched(self, later: str) -> frozenset[str]:
        """The operations whose answers constrain that of a later one."""
        return frozenset(rule.earlier for rule in self.history if rule.later == later)

    def step_violations(self, before: Facts, after: Facts) -> list[str]:
        held = [one for one in self.invariants if not (self.in_steps and one in AT_THE_END)]
        try:
            return list(violations_of(before, after, self.erased, held))
        except KeyError as error:
            return [f"an item lacks {error}"]

    def history_violations(self, later: str, outcome: Outcome, earlier: Mapping[str, Outcome]) -> list[str]:
        rules = [rule for rule in self.history if rule.later == later and rule.earlier in earlier]
        return [str(rule) for rule in rules if rule.violated_by(earlier[rule.earlier], outcome)]

    def final_violations(self, end: Facts, outcomes: Mapping[str, Outcome]) -> list[str]:
        failed = [f"{name} failed: {outcome}" for name, outcome in outcomes.items() if has_failed(outcome)]
        return failed or [*violations_of(end, end, self.erased), *self.expect(end, outcomes)]


def _is_revoked(answer: Answer) -> bool:
    return bool(answer.json["status"] == "revoked")


def _read(answer: Answer) -> bool:
    return any(one["lesson_id"] == "flour" and one["completed_at"] for one in answer.json["lessons"])


def _completed_as(one: str, other: str) -> Rule:
    return Rule(
        earlier=one,
        later=other,
        holds=lambda first, second: first.json["completed_at"] in {None, second.json["completed_at"]},
        requirement="must show the same completed_at",
    )


_CHLOE = Caller("chloe")
_DISPUTE = {**dispute_closed(payment=ORDER_ID, at=2), "id": "evt_lost"}
_DISPUTE_OF_PAYMENT = {**dispute_closed(at=4), "id": "evt_lost"}
_IGNORED = {**charge_refunded(at=2), "id": "evt_ignored", "type": "customer.created"}
_FAILURE = {**refund_failed(at=3), "id": "evt_failed"}
_FIRST_DOWNLOAD = download()
_LOOSE_RULE = {"lesson_watch_percent": 50, "course_percent": 100, "required_lessons": []}
_MOST = {"lesson_watch_percent": 90, "course_percent": 80, "required_lessons": []}
_HALF = {"lesson_watch_percent": 90, "course_percent": 50, "required_lessons": []}

SCENARIOS = (
    Scenario(
        "two first downloads",
        initial.finished,
        (download("first", 10), download("second", 20)),
        final.one_certificate,
        history=(same_content("first", "second"), same_content("second", "first")),
    ),
    Scenario(
        "a first download and a full refund",
        initial.finished,
        (download(), refund()),
        final.order_refunded,
        history=(refused("download", after="refund"),),
    ),
    Scenario(
        "two first downloads and a full refund",
        initial.detected,
        (download("first", 10), download("second", 20), refund()),
        final.order_refunded,
        history=(refused("first", after="refund"), refused("second", after="refund")),
    ),
    Scenario(
        "a new order, a refund of the old one and a download",
        initial.certified,
        (new_order(), refund(), download()),
        final.old_code_revoked,
        history=(accepted("download", after="new order"),),
    ),
    Scenario(
        "a first download and a revocation by an admin",
        initial.detected,
        (_FIRST_DOWNLOAD, admin_action("revoke", issued_by(_FIRST_DOWNLOAD))),
        final.any_final_state,
        history=(accepted("revoke", after="download"), refused("download", after="revoke")),
    ),
    Scenario(
        "a revocation by an admin, a verification and a download",
        initial.certified,
        (admin_action("revoke"), verification(), download()),
        final.any_final_state,
        history=(
            shows("verification", _is_revoked, after="revoke", requirement="must say that it is revoked"),
            refused("download", after="revoke"),
        ),
    ),
    Scenario(
        "a revocation and a reinstatement by an admin",
        initial.certified,
        (admin_action("revoke"), admin_action("reinstate")),
        final.any_final_state,
    ),
    Scenario(
        "a revocation by an admin and a refund",
        initial.certified,
        (admin_action("revoke"), refund()),
        final.order_refunded,
    ),
    Scenario(
        "a reinstatement and a refund",
        initial.revoked,
        (admin_action("reinstate"), refund()),
        final.order_refunded,
        history=(refused("reinstate", after="refund"),),
    ),
    Scenario(
        "an enrollment and a refund",
        initial.enrolled,
        (enrollment(), refund()),
        final.order_refunded,
        history=(refused("enrollment", after="refund"),),
    ),
    Scenario(
        "two deliveries of a refund, and a partial one",
        initial.certified,
        (refund("first", 30), refund("second", 31), refund("partial", 32, "evt_0", 1000)),
        final.refunded_once,
    ),
    Scenario(
        "a purchase and its refund, with different order ids",
        put_course,
        (payment("purchase", 20, PURCHASE), payment("refund", 30, REFUND)),
        final.order_refunded,
    ),
    Scenario(
        "two deliveries of an ignored event",
        put_course,
        (payment("first", 30, _IGNORED), payment("second", 31, _IGNORED)),
        final.any_final_state,
    ),
    Scenario(
        "an enrollment and a lost dispute",
        initial.enrolled,
        (enrollment(), payment("dispute", 30, _DISPUTE)),
        final.order_charged_back,
        history=(refused("enrollment", after="dispute"),),
    ),
    Scenario(
        "three changes of an enrollment by the shop",
        initial.half_watched,
        (
            enrollment("name", ANNA, learner_name="Anna Łukasiewicz"),
            enrollment("end", ANNA, access_expires_at="2027-01-01T00:00:00Z"),
            enrollment("subscription", ANNA, subscription_id="sub_1"),
        ),
        final.changed_by_the_shop,
    ),
    Scenario(
        "two purchases of one course",
        put_course,
        (payment("purchase", 20, PURCHASE), payment("other purchase", 21, SECOND_PURCHASE)),
        final.both_bought,
    ),
    Scenario(
        "two late purchases of a course that is paid",
        initial.bought,
        (payment("purchase", 20, LATE_PURCHASES[0]), payment("other purchase", 21, LATE_PURCHASES[1])),
        final.all_bought,
    ),
    Scenario(
        "refunds of two orders of one course",
        initial.bought_twice,
        (payment("first", 30, REFUND), payment("second", 31, SECOND_REFUND)),
        final.both_refunded,
    ),
    Scenario(
        "refunds of two orders of one course, without a certificate",
        initial.bought_twice_and_nothing_done,
        (payment("first", 30, REFUND), payment("second", 31, SECOND_REFUND)),
        final.both_refunded,
    ),
    Scenario(
        "a refund and a lost dispute of two orders of one course",
        initial.bought_twice_and_nothing_done,
        (payment("refund", 30, SECOND_REFUND), payment("dispute", 31, _DISPUTE_OF_PAYMENT)),
        final.order_charged_back,
    ),
    Scenario(
        "a refund, its failure and a download",
        initial.bought,
        (payment("refund", 30, REFUND), payment("failure", 31, _FAILURE), download()),
        final.order_restored,
    ),
    Scenario(
        "a refund in two transactions and a first download",
        initial.detected_in_order_of_two,
        (refund(), download()),
        final.order_refunded,
        history=(refused("download", after="refund"),),
        in_steps=True,
    ),
    Scenario(
        "a refund in two transactions and an enrollment",
        initial.detected_in_order_of_two,
        (refund(), enrollment(learner=_CHLOE)),
        final.order_refunded,
        history=(refused("enrollment", after="refund"),),
        in_steps=True,
    ),
    Scenario(
        "a refund and its failure, in two transactions each",
        initial.bought_for_two,
        (payment("refund", 30, REFUND), payment("failure", 31, _FAILURE)),
        final.order_restored,
        in_steps=True,
    ),
    Scenario(
        "a failed refund and a lost dispute, in two transactions each",
        initial.refunded_for_two,
        (payment("failure", 31, _FAILURE), payment("dispute", 32, _DISPUTE_OF_PAYMENT)),
        final.order_charged_back,
        in_steps=True,
    ),
    Scenario(
        "a lost dispute and a first download",
        initial.detected,
        (payment("dispute", 30, _DISPUTE), download()),
        final.order_charged_back,
        history=(refused("download", after="dispute"),),
    ),
    Scenario("two detectors", initial.finished, (detector("first", 40), detector("second", 41)), final.completed),
    Scenario(
        "a detector, and a learner who reads the course twice",
        initial.finished,
        (detector(), read_page("first read"), read_page("second read")),
        final.completed,
        history=(_completed_as("first read", "second read"), _completed_as("second read", "first read")),
    ),
    Scenario("a detector and a refund", initial.finished, (detector(), refund()), final.completed_and_refunded),
    Scenario(
        "a template swap and a download", initial.detected, (swap(), download()), final.issued_and_template_replaced
    ),
    Scenario("two template swaps", initial.enrolled, (swap(), swap("other swap", 21)), final.any_final_state),
    Scenario(
        "a template swap and a read of the settings",
        initial.enrolled,
        (swap(), read_page("settings", f"/admin/courses/{COURSE_ID}/certificate", ADMIN)),
        final.template_replaced,
        history=(
            shows(
                "settings",
                lambda answer: bool((answer.json["template"] or {}).get("version") == 2),
                after="swap",
                requirement="must show the new template",
            ),
        ),
    ),
    Scenario(
        "a renamed course, and reads of it",
        initial.enrolled,
        (edit(slug="rye-bread"), read_page("old slug"), read_page("new slug", "/my-courses/rye-bread")),
        final.any_final_state,
        history=(refused("old slug", after="edit"), accepted("new slug", after="edit")),
    ),
    Scenario(
        "two new courses with the same slug",
        lambda _: None,
        (edit(), edit("other edit", 21, course_id="course-2")),
        final.one_is_refused("slug_taken"),
    ),
    Scenario(
        "two course edits from the same version",
        put_course,
        (edit(version=1), edit("other edit", 21, version=1)),
        final.one_is_refused("concurrent_change"),
    ),
    Scenario(
        "a longer course and two detectors",
        initial.finished,
        (edit(), detector("first", 40), detector("second", 41)),
        final.any_final_state,
    ),
    Scenario(
        "a changed course and a detector",
        initial.one_lesson_short,
        (shorter_course(), recheck(), detector(lesson_id="flour")),
        final.rechecked,
    ),
    Scenario(
        "two course edits and their rechecks",
        initial.one_lesson_short,
        (
            edit(lessons=LESSONS, completion_rule=_MOST),
            edit("other edit", 21, lessons=LESSONS, completion_rule=_HALF),
            recheck(),
            recheck("other edit", 51),
        ),
        final.rechecked_if_half_is_enough,
    ),
    Scenario(
        "a warm recorder, a looser rule and its recheck",
        initial.half_watched,
        (
            device("phone", 10, [20, 30], [30, 60], pause=2),
            edit(lessons=VIDEO, completion_rule=_LOOSE_RULE),
            recheck(),
            detector(lesson_id="starter", waits=True),
        ),
        final.rechecked,
    ),
    Scenario(
        "a recorder that pauses, a looser rule and its recheck",
        initial.half_watched,
        (
            device("phone", 10, [20, 30], [30, 60], pause=40),
            edit(lessons=VIDEO, completion_rule=_LOOSE_RULE),
            recheck(),
            detector(lesson_id="starter", waits=True),
        ),
        final.rechecked,
    ),
    Scenario(
        "a warm recorder, and a cancellation by the shop",
        initial.half_watched,
        (
            device("phone", 10, [20, 60], [60, 100], pause=2),
            enrollment("shop", ANNA, status="cancelled"),
            detector(lesson_id="starter", waits=True),
        ),
        final.any_final_state,
    ),
    Scenario(
        "a recheck, and a cancellation by the shop",
        initial.one_lesson_short,
        (shorter_course(), recheck(), enrollment("shop", ANNA, status="cancelled")),
        final.any_final_state,
        invariants=(*INVARIANTS, completion_needs_access),
    ),
    Scenario(
        "a recheck, and a change of the access expiry by the shop",
        initial.one_lesson_short,
        (shorter_course(), recheck(), enrollment("shop", ANNA, access_expires_at="2026-03-02T12:00:00Z")),
        final.any_final_state,
        invariants=(*INVARIANTS, completion_needs_access),
    ),
    Scenario(
        "an article, and reads of the course and the dashboard",
        initial.enrolled,
        (article(), read_page("course"), read_page("dashboard", "/my-courses")),
        final.any_final_state,
        history=(
            shows("course", _read, after="article", requirement="must show it as read"),
            shows(
                "dashboard",
                lambda answer: bool(answer.json["items"][0]["completed_lessons"] == 1),
                after="article",
                requirement="must count it",
            ),
        ),
    ),
    Scenario(
        "an enrollment, and a read of the dashboard",
        put_course,
        (enrollment("shop", ANNA, order_id=ORDER_ID), read_page("dashboard", "/my-courses")),
        final.any_final_state,
        history=(
            shows(
                "dashboard", lambda answer: bool(answer.json["items"]), after="shop", requirement="must show the course"
            ),
        ),
    ),
    Scenario(
        "an erasure and a first download",
        initial.detected,
        (erase(), download()),
        final.enrollment_erased,
        history=(refused("download", after="erase"),),
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and a later download",
        initial.certified,
        (erase(), download()),
        final.enrollment_erased,
        history=(refused("download", after="erase"),),
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and an export",
        initial.detected,
        (erase(), export()),
        final.learner_erased,
        history=(refused("export", after="erase"),),
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and a detector, after access ended",
        initial.finished_and_cancelled,
        (erase(), detector()),
        final.learner_erased,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and a detector, by a looser rule",
        initial.watched_before_a_looser_rule,
        (erase(), detector(lesson_id="starter")),
        final.learner_erased,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and progress",
        initial.enrolled,
        (erase(), device("phone", 10, [0, 40])),
        final.learner_erased,
        history=(refused("phone", after="erase"),),
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and a refund",
        initial.certified,
        (erase(), refund()),
        final.erased_and_refunded,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and a purchase",
        initial.bought,
        (erase(), payment("purchase", 20, SECOND_PURCHASE)),
        final.learner_anonymised,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and an enrollment",
        initial.certified,
        (erase(), new_order()),
        final.learner_anonymised,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "three devices",
        initial.enrolled,
        (device("phone", 10, [0, 40]), device("tablet", 20, [30, 80]), device("laptop", 30, [80, 100], [50, 70])),
        final.all_watched,
    ),
)
