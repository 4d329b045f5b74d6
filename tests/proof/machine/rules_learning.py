"""Rules of learners and the shop's own services: enrollments, progress, downloads and erasure."""

from hashlib import sha256

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.proof.machine.base import CALLERS, MachineBase
from tests.proof.machine.environment import LEARNERS, ORDERS, text
from tests.proof.machine.model_entities import EnrollmentKey
from tests.proof.machine.model_state import OK
from tests.support.service import SHOP, Caller
from tests.support.service import Answer as Response

# One key more often, so that many steps concern the same certificate.
KEYS: list[EnrollmentKey] = [
    *[("anna", "course-1")] * 3,
    *[("anna", "course-2")] * 2,
    ("ben", "course-1"),
    ("ben", "course-2"),
]
enrollment_keys = st.sampled_from(KEYS)
lessons = st.sampled_from(["starter", "flour", "loaf", "crust", "rye"])
ranges = st.sampled_from([(0, 45), (30, 60), (55, 91), (0, 100)])
# Late events of a device occurred between steps: no two at the same time.
LATE_SECONDS = 1003


class LearningRules(MachineBase):
    def __init__(self) -> None:
        super().__init__()
        self.stream: list[EnrollmentKey] = []

    @rule(
        key=enrollment_keys,
        status=st.sampled_from(["active", "active", "active", "cancelled"]),
        name=st.sampled_from([None, None, "Ben Ochieng", "Zoë"]),
        order=st.sampled_from([None, None, *ORDERS]),
        ends=st.sampled_from([False, False, False, True]),
    )
    def enroll(
        self,
        key: EnrollmentKey,
        status: str,
        name: str | None,
        order: str | None,
        ends: bool,  # noqa: FBT001 - drawn
    ) -> None:
        now = self.step()
        body = {"status": status, "learner_name": name, "order_id": order}
        changes = {name: value for name, value in body.items() if value is not None}
        if ends:
            changes["access_expires_at"] = text(15)
        answer = self.call("PUT", f"/service/enrollments/{key[0]}/{key[1]}", SHOP, changes)
        self.agrees(answer, self.model.enroll(key, changes, now))

    @rule(key=enrollment_keys)
    def restore_access(self, key: EnrollmentKey) -> None:
        now = self.step()
        changes = {"status": "active", "access_expires_at": None}
        answer = self.call("PUT", f"/service/enrollments/{key[0]}/{key[1]}", SHOP, changes)
        self.agrees(answer, self.model.enroll(key, changes, now))

    @initialize(
        begun=st.lists(
            st.tuples(
                enrollment_keys,
                st.sampled_from([None, *ORDERS]),
                st.sampled_from(["enrolled", "certified", "certified"]),
            ),
            max_size=4,
        )
    )
    def begin(self, begun: list[tuple[EnrollmentKey, str | None, str]]) -> None:
        """Start with enrollments and certificates: without them, most runs would never reach a certificate."""
        for key, order, how_far in begun:
            self.enroll(key, "active", "Zoë" if key[0] == "ben" else None, order, ends=False)
            if how_far != "enrolled":
                self.finish_everything(key)
            if how_far == "certified":
                self.download(key, as_json=True)

    @rule(key=enrollment_keys, order=st.sampled_from([None, *ORDERS]))
    def earn_a_certificate(self, key: EnrollmentKey, order: str | None) -> None:
        """Enroll, possibly with another order, and complete all that a certificate requires."""
        self.enroll(key, "active", None, order, ends=False)
        self.finish_everything(key)
        self.download(key, as_json=False)

    def _send(self, key: EnrollmentKey, events: list[dict[str, object]], *, by_service: bool) -> Response:
        url = f"/service/progress/{key[0]}/{self.model.courses[key[1]].slug}" if by_service else ""
        caller = SHOP if by_service else CALLERS[key[0]]
        return self.call("POST", url or f"{self.url(key)}/progress", caller, {"events": events})

    def _check_result(
        self, key: EnrollmentKey, answer: Response, lesson_id: str, expected: str, number: int = 0
    ) -> None:
        """Compare the result of an event with that of the model."""
        result = answer.json["results"][number]
        assert result.get("code", result["status"]) == expected, (result, expected)
        if "lesson" in result:
            progress = self.model.progress[key][lesson_id]
            assert result["lesson"]["completed_at"] == progress.done_at
            if lesson_id in {"starter", "crust"}:
                assert result["lesson"]["percent_watched"] == len(progress.watched)
            if progress.done_at is not None:
                self.stream.append(key)

    @rule(key=enrollment_keys, lesson_id=lessons, seconds=ranges, late=st.booleans())
    def play(self, key: EnrollmentKey, lesson_id: str, seconds: tuple[int, int], late: bool) -> None:  # noqa: FBT001
        now = self.step()
        at = text(-LATE_SECONDS) if late else now
        event = {
            "event_id": "event",
            "lesson_id": lesson_id,
            "type": "playback",
            "occurred_at": at,
            "position_seconds": seconds[1],
            "played": [list(seconds)],
        }
        answer = self._send(key, [event], by_service=False)
        if self.agrees(answer, self.model.access(key, now)):
            self._check_result(key, answer, lesson_id, self.model.play(key, lesson_id, seconds, at, now))

    @rule(key=enrollment_keys, lesson_id=lessons, by_service=st.booleans())
    def finish(self, key: EnrollmentKey, lesson_id: str, by_service: bool) -> None:  # noqa: FBT001
        now = self.step()
        event: dict[str, object] = {
            "event_id": "event",
            "lesson_id": lesson_id,
            "type": "completed",
            "occurred_at": now,
        }
        answer = self._send(key, [event], by_service=by_service)
        if self.agrees(answer, self.model.access(key, now)):
            expected = self.model.finish(key, lesson_id, now, now, by_service=by_service)
            self._check_result(key, answer, lesson_id, expected)

    @rule(key=enrollment_keys)
    def finish_everything(self, key: EnrollmentKey) -> None:
        now = self.step()
        shown = self.model.courses[key[1]].published_lessons()
        events: list[dict[str, object]] = []
        for lesson in shown:
            event = {"event_id": lesson.lesson_id, "lesson_id": lesson.lesson_id, "occurred_at": now}
            playback = {**event, "type": "playback", "position_seconds": 100, "played": [[0, 100]]}
            events.append(playback if lesson.kind == "video" else {**event, "type": "completed"})
        if not events:
            return
        answer = self._send(key, events, by_service=True)
        if not self.agrees(answer, self.model.access(key, now)):
            return
        for number, lesson in enumerate(shown):
            if lesson.kind == "video":
                expected = self.model.play(key, lesson.lesson_id, (0, 100), now, now)
            else:
                expected = self.model.finish(key, lesson.lesson_id, now, now, by_service=True)
            self._check_result(key, answer, lesson.lesson_id, expected, number)

    @precondition(lambda self: self.stream)
    @rule(data=st.data(), twice=st.booleans(), lost=st.sampled_from([False, False, False, True]))
    def deliver_stream_records(self, data: st.DataObject, twice: bool, lost: bool) -> None:  # noqa: FBT001
        now = self.step()
        taken = data.draw(st.lists(st.integers(0, len(self.stream) - 1), min_size=1, max_size=3, unique=True))
        batch = [self.stream[number] for number in taken]
        if not twice:
            self.stream = [key for number, key in enumerate(self.stream) if number not in taken]
        if lost:
            return
        images = [
            {"user_id": {"S": user_id}, "course_lesson": {"S": f"{course_id}#lesson"}, "completed_at": {"S": now}}
            for user_id, course_id in batch
        ]
        assert self.service.deliver(*images) == {"batchItemFailures": []}
        for key in dict.fromkeys(batch):
            self.model.detect(key, now)

    @rule(key=enrollment_keys, as_json=st.booleans())
    def download(self, key: EnrollmentKey, as_json: bool) -> None:  # noqa: FBT001
        now = self.step()
        accept = {"Accept": "application/json" if as_json else "application/pdf"}
        answer = self.call("GET", f"{self.url(key)}/certificate", CALLERS[key[0]], headers=accept)
        status, code = self.model.download(key, now)
        if not self.agrees(answer, (200 if status == 201 else status, code)):
            if code == "certificate_revoked":
                shown = self.model.certificates[key].public()
                body = answer.json["revoked_at"], answer.json["revoke_reason"]
                assert body == (shown["revoked_at"], shown["revoke_reason"])
            elif code == "course_not_completed":
                assert answer.json["missing_lessons"] == self.model.standing(key).missing
            return
        if status == 201:
            row = self.certificate_row(key)
            self.model.issued(key, row["verification_code"], row["public_id"], row["pdf_sha256"], now)
        certificate = self.model.certificates[key]
        if not as_json:
            assert sha256(answer.content).hexdigest() == certificate.sha256
            return
        body = answer.json
        assert body["verification_code"].replace("-", "") == certificate.code
        for name in ("status", "issued_name", "issued_course_title", "issued_at", "pdf_sha256"):
            assert body[name] == certificate.public()[name]

    def check_the_dashboard(self, learner: Caller) -> None:
        now = self.now
        answer = self.call("GET", "/my-courses", learner)
        shown = {card["course_id"]: card for card in answer.json["items"]}
        expected = {
            key[1]: enrollment
            for key, enrollment in self.model.enrollments.items()
            if key[0] == learner.sub and self.model.courses[key[1]].published
        }
        assert shown.keys() == expected.keys()
        for course_id, enrollment in expected.items():
            key, card = (learner.sub, course_id), shown[course_id]
            standing = self.model.standing(key)
            all_done = self.model.has_reached_all(key)
            assert card["certificate_state"] == self.model.certificate_state(key, all_done=all_done)
            assert (card["percent"], card["completed_lessons"]) == (standing.percent, standing.done)
            assert (card["published_lessons"], card["title"]) == (
                standing.published,
                self.model.courses[course_id].title,
            )
            assert (card["completed_at"], card["badge"]) == (enrollment.completed_at, bool(enrollment.completed_at))
            assert card["access_ended"] is not enrollment.is_open(now)

    def check_the_course(self, key: EnrollmentKey) -> None:
        now = self.now
        answer = self.call("GET", self.url(key), CALLERS[key[0]])
        if not self.agrees(answer, self.model.access(key, now)):
            return
        body, standing = answer.json, self.model.standing(key)
        assert body["missing_lessons"] == standing.missing
        assert (body["percent"], body["completed_at"]) == (
            standing.percent,
            self.model.enrollments[key].completed_at,
        )
        state = self.model.certificate_state(key, all_done=self.model.has_reached_all(key))
        assert body["certificate"]["state"] == state
        for lesson in body["lessons"]:
            progress = self.model.progress.get(key, {}).get(lesson["lesson_id"])
            assert lesson["completed_at"] == (progress.done_at if progress else None)

    @rule(learner=st.sampled_from(LEARNERS), name=st.sampled_from([None, "Zoë Own", "Ben Own"]))
    def supply_name(self, learner: Caller, name: str | None) -> None:
        self.step()
        assert self.call("PUT", "/my-profile", learner, {"name": name}).json["name"] == name
        if name is None:
            self.model.own_names.pop(learner.sub, None)
        else:
            self.model.own_names[learner.sub] = name

    def check_the_profile(self, key: EnrollmentKey) -> None:
        slug = self.model.courses[key[1]].slug
        answer = self.call("GET", f"/my-profile?course_slug={slug}", CALLERS[key[0]])
        if self.agrees(answer, OK if self.model.courses[key[1]].published else (404, "course_not_found")):
            body, printed = answer.json, self.model.printed_name(key)
            assert body["name"] == self.model.own_names.get(key[0])
            assert (body["printed_name"], body["name_source"]) == (printed or (None, None))

    @rule(learner=st.sampled_from(LEARNERS), really=st.sampled_from([False, False, True]))
    def erase(self, learner: Caller, really: bool) -> None:  # noqa: FBT001
        self.step()
        if not really:
            return
        self.erased = {learner.sub}
        assert self.call("DELETE", f"/service/learners/{learner.sub}", SHOP).status == 204
        self.model.erase(learner.sub)

    @rule(hours=st.sampled_from([1, 24, 1000]))
    def let_time_pass(self, hours: int) -> None:
        self.step(steps=hours * 360)
