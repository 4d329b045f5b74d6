"""Rules of admins: courses and certificates; and public verifications."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.proof.machine.base import MachineBase
from tests.proof.machine.environment import course_body, record
from tests.proof.machine.model_entities import Course
from tests.support.service import ADMIN, SHOP, Context, function

course_ids = st.sampled_from(["course-1", "course-2"])

type Change = Callable[[Course], object]


def _toggle(number: int) -> Change:
    """Toggle whether a lesson is published."""

    def change(course: Course) -> None:
        lesson = course.lessons[number % len(course.lessons)]
        lesson.published = not lesson.published

    return change


def _set(**fields: object) -> Change:
    def change(course: Course) -> None:
        for name, found in fields.items():
            setattr(course, name, found)

    return change


CHANGES: tuple[Change, ...] = (
    *map(_toggle, range(4)),
    _set(watch_percent=60),
    _set(watch_percent=40),
    _set(course_percent=50),
    _set(watch_percent=90, course_percent=100),
    _set(title="Pan de masa madre"),
    _set(title="Bread"),
    _set(published=True),
    _set(published=False),
)


class AdminRules(MachineBase):
    def __init__(self) -> None:
        super().__init__()
        self.queue: list[tuple[str, int, str]] = []
        self.delivered = 0

    def _put_course(self, course: Course, before: object) -> None:
        answer = self.call("PUT", f"/admin/courses/{course.course_id}", ADMIN, course_body(course))
        assert answer.status == 200, answer.content
        number = self.model.change_course(course.course_id, rule_changed=_requirements(course) != before)
        bodies = self.environment.queued("recheck")
        assert len(bodies) == (number is not None)
        if number is not None:
            self.queue.append((course.course_id, number, bodies[0]))

    @rule(course_id=course_ids, change=st.sampled_from(CHANGES))
    def change_a_course(self, course_id: str, change: Change) -> None:
        self.step()
        course = self.model.courses[course_id]
        before = _requirements(course)
        change(course)
        self._put_course(course, before)

    @precondition(lambda self: self.queue)
    @rule(data=st.data(), twice=st.booleans())
    def a_recheck_arrives(self, data: st.DataObject, twice: bool) -> None:  # noqa: FBT001
        now = self.step()
        index = data.draw(st.integers(0, len(self.queue) - 1))
        course_id, number, body = self.queue[index]
        if not twice:
            del self.queue[index]
        self.delivered += 1
        function("recheck").handler(record(body, self.delivered), Context())
        self.model.recheck(course_id, number, now)

    @rule(
        course_id=course_ids,
        enabled=st.sampled_from([True, True, False]),
        signatory=st.sampled_from([None, "Maria Sanz", "Jan Novák"]),
    )
    def change_certificates(self, course_id: str, enabled: bool, signatory: str | None) -> None:  # noqa: FBT001
        """Switch them on or off; with another signatory, the template is replaced too."""
        self.step()
        body: dict[str, object] = {"certificate_enabled": enabled}
        if signatory is not None:
            body |= {"certificate_signatory_name": signatory, "template_upload_id": "default"}
        answer = self.call("PUT", f"/admin/courses/{course_id}/certificate", ADMIN, body)
        assert answer.status == 200, answer.content
        self.model.courses[course_id].certificates = enabled
        if signatory is not None:
            self.model.courses[course_id].signatory = signatory

    @precondition(lambda self: self.model.certificates)
    @rule(data=st.data(), reason=st.sampled_from(["Issued in error", "Copied"]))
    def revoke(self, data: st.DataObject, reason: str) -> None:
        now = self.step()
        certificate = data.draw(st.sampled_from(self.all_certificates()))
        url = f"/admin/certificates/{certificate.public_id}/revoke"
        answer = self.call("POST", url, ADMIN, {"reason": reason})
        if self.agrees(answer, self.model.revoke(certificate, reason, now)):
            assert answer.json["status"] == "revoked"

    @precondition(lambda self: self.model.certificates)
    @rule(data=st.data())
    def reinstate(self, data: st.DataObject) -> None:
        self.step()
        certificate = data.draw(st.sampled_from(self.all_certificates()))
        answer = self.call("POST", f"/admin/certificates/{certificate.public_id}/reinstate", ADMIN)
        if self.agrees(answer, self.model.reinstate(certificate)):
            assert answer.json["status"] == "active"

    @precondition(lambda self: self.model.certificates)
    @rule(
        data=st.data(),
        name=st.sampled_from(["Anna Corrected", "Ben Corrected", None]),
        current_template=st.booleans(),
    )
    def reissue(self, data: st.DataObject, name: str | None, current_template: bool) -> None:  # noqa: FBT001
        now = self.step()
        old = data.draw(st.sampled_from(self.all_certificates()))
        body = {"name": name} if name else {}
        if current_template or not name:
            body["template"] = "current"
        answer = self.call("POST", f"/admin/certificates/{old.public_id}/reissue", ADMIN, body)
        if self.agrees(answer, self.model.reissue(old, now)):
            row = self.certificate_row((answer.json["user_id"], answer.json["course_id"]))
            new = self.model.reissued(old, name, row, now)
            assert answer.json["public_id"] == new.public_id != old.public_id
            for field in ("status", "issued_name", "issued_at", "pdf_sha256"):
                assert answer.json[field] == new.public()[field]

    @precondition(lambda self: self.model.certificates)
    @rule()
    def verify_every_code_that_was_issued(self) -> None:
        self.step(steps=6)
        for certificate in self.all_certificates():
            url = f"/certificates/verify/{certificate.code.lower()}"
            answer = self.call("GET", url, None, headers={"Accept": "application/json"})
            assert (answer.status, answer.json) == (200, certificate.public())

    def check_the_learners(self, course_id: str) -> None:
        body = self.call("GET", f"/admin/courses/{course_id}/learners", ADMIN).json
        mine = {key: one for key, one in sorted(self.model.enrollments.items()) if key[1] == course_id}
        assert [row["user_id"] for row in body["items"]] == [key[0] for key in mine]
        for row, (key, enrollment) in zip(body["items"], mine.items(), strict=True):
            state = self.model.certificate_state(key, all_done=enrollment.all_done_at is not None)
            assert row["certificate_state"] == state
            assert (row["completed_lessons"], row["published_lessons"], row["percent"]) == enrollment.summary
            assert (row["completed_at"], row["learner_name"]) == (enrollment.completed_at, enrollment.name)
        statuses = [self.model.certificate_status(key) for key in mine]
        assert {name: count for name, count in body["summary"].items() if name != "as_of"} == {
            "enrolled": len(mine),
            "completed": sum(enrollment.completed_at is not None for enrollment in mine.values()),
            "certificates_issued": statuses.count("active"),
            "certificates_revoked": statuses.count("revoked"),
        }

    def check_export(self, learner: str) -> None:
        answer = self.call("GET", f"/service/learners/{learner}/export", SHOP)
        held = {key: one for key, one in self.model.enrollments.items() if key[0] == learner}
        certificates = [key for key in self.model.certificates if key[0] == learner]
        progress = sum(len(lessons) for key, lessons in self.model.progress.items() if key[0] == learner)
        own_name = self.model.own_names.get(learner)
        nothing = not (held or certificates or progress or own_name)
        if self.agrees(answer, (404, "learner_not_found") if nothing else (200, None)):
            body = answer.json
            assert (len(body["enrollments"]), len(body["certificates"])) == (len(held), len(certificates))
            assert len(body["lesson_progress"]) == progress
            assert (body["profile"] and body["profile"]["name"]) == own_name


def _requirements(course: Course) -> tuple[int, int, frozenset[tuple[str, str]]]:
    """The requirements of a course's completion."""
    shown = frozenset((lesson.lesson_id, lesson.kind) for lesson in course.published_lessons())
    return course.watch_percent, course.course_percent, shown
