"""What learners and the shop's own services do: enroll, study, ask for certificates, look, be erased."""

from hashlib import sha256

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.proof.machine.base import CALLERS, MachineBase
from tests.proof.machine.ground import LEARNERS, ORDERS, text
from tests.proof.machine.model_things import Place
from tests.support.service import SHOP, Caller
from tests.support.service import Answer as Response

# One of them more often, so that much happens to the same certificate.
PLACES: list[Place] = [
    *[("anna", "course-1")] * 3,
    *[("anna", "course-2")] * 2,
    ("ben", "course-1"),
    ("ben", "course-2"),
]
places = st.sampled_from(PLACES)
lessons = st.sampled_from(["starter", "flour", "loaf", "crust", "rye"])
ranges = st.sampled_from([(0, 45), (30, 60), (55, 91), (0, 100)])
# Events that a device sends late happened between steps: no two at one time.
LATE_SECONDS = 1003


class LearningRules(MachineBase):
    def __init__(self) -> None:
        super().__init__()
        self.stream: list[Place] = []

    @rule(
        place=places,
        status=st.sampled_from(["active", "active", "active", "cancelled"]),
        name=st.sampled_from([None, None, "Ben Ochieng", "Zoë"]),
        order=st.sampled_from([None, None, *ORDERS]),
        ends=st.sampled_from([False, False, False, True]),
    )
    def enroll(
        self,
        place: Place,
        status: str,
        name: str | None,
        order: str | None,
        ends: bool,  # noqa: FBT001 - drawn
    ) -> None:
        now = self.step()
        body = {"status": status, "learner_name": name, "order_id": order}
        changes = {key: value for key, value in body.items() if value is not None}
        if ends:
            changes["access_expires_at"] = text(15)
        answer = self.call("PUT", f"/service/enrollments/{place[0]}/{place[1]}", SHOP, changes)
        self.agrees(answer, self.model.enroll(place, changes, now))

    @rule(place=places)
    def let_in_again(self, place: Place) -> None:
        now = self.step()
        changes = {"status": "active", "access_expires_at": None}
        answer = self.call("PUT", f"/service/enrollments/{place[0]}/{place[1]}", SHOP, changes)
        self.agrees(answer, self.model.enroll(place, changes, now))

    @initialize(
        begun=st.lists(
            st.tuples(
                places, st.sampled_from([None, *ORDERS]), st.sampled_from(["enrolled", "certified", "certified"])
            ),
            max_size=4,
        )
    )
    def begin(self, begun: list[tuple[Place, str | None, str]]) -> None:
        """Begin with learners who are somewhere already: from nothing, most runs would never get to a certificate."""
        for place, order, how_far in begun:
            self.enroll(place, "active", "Zoë" if place[0] == "ben" else None, order, ends=False)
            if how_far != "enrolled":
                self.finish_everything(place)
            if how_far == "certified":
                self.download(place, as_json=True)

    @rule(place=places, order=st.sampled_from([None, *ORDERS]))
    def earn(self, place: Place, order: str | None) -> None:
        """Come back, with another order perhaps, and do all it takes."""
        self.enroll(place, "active", None, order, ends=False)
        self.finish_everything(place)
        self.download(place, as_json=False)

    def _send(self, place: Place, events: list[dict[str, object]], *, by_service: bool) -> Response:
        url = f"/service/progress/{place[0]}/{self.model.courses[place[1]].slug}" if by_service else ""
        caller = SHOP if by_service else CALLERS[place[0]]
        return self.call("POST", url or f"{self.url(place)}/progress", caller, {"events": events})

    def _sent(self, place: Place, answer: Response, lesson_id: str, expected: str, number: int = 0) -> None:
        """Compare what became of an event with what the model says."""
        result = answer.json["results"][number]
        assert result.get("code", result["status"]) == expected, (result, expected)
        if "lesson" in result:
            studied = self.model.studied[place][lesson_id]
            assert result["lesson"]["completed_at"] == studied.done_at
            if lesson_id in {"starter", "crust"}:
                assert result["lesson"]["percent_watched"] == len(studied.watched)
            if studied.done_at is not None:
                self.stream.append(place)

    @rule(place=places, lesson_id=lessons, seconds=ranges, late=st.booleans())
    def play(self, place: Place, lesson_id: str, seconds: tuple[int, int], late: bool) -> None:  # noqa: FBT001
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
        answer = self._send(place, [event], by_service=False)
        if self.agrees(answer, self.model.access(place, now)):
            self._sent(place, answer, lesson_id, self.model.play(place, lesson_id, seconds, at, now))

    @rule(place=places, lesson_id=lessons, by_service=st.booleans())
    def finish(self, place: Place, lesson_id: str, by_service: bool) -> None:  # noqa: FBT001
        now = self.step()
        event: dict[str, object] = {
            "event_id": "event",
            "lesson_id": lesson_id,
            "type": "completed",
            "occurred_at": now,
        }
        answer = self._send(place, [event], by_service=by_service)
        if self.agrees(answer, self.model.access(place, now)):
            expected = self.model.finish(place, lesson_id, now, now, by_service=by_service)
            self._sent(place, answer, lesson_id, expected)

    @rule(place=places)
    def finish_everything(self, place: Place) -> None:
        now = self.step()
        shown = self.model.courses[place[1]].shown()
        events: list[dict[str, object]] = []
        for lesson in shown:
            event = {"event_id": lesson.lesson_id, "lesson_id": lesson.lesson_id, "occurred_at": now}
            playback = {**event, "type": "playback", "position_seconds": 100, "played": [[0, 100]]}
            events.append(playback if lesson.kind == "video" else {**event, "type": "completed"})
        if not events:
            return
        answer = self._send(place, events, by_service=True)
        if not self.agrees(answer, self.model.access(place, now)):
            return
        for number, lesson in enumerate(shown):
            if lesson.kind == "video":
                expected = self.model.play(place, lesson.lesson_id, (0, 100), now, now)
            else:
                expected = self.model.finish(place, lesson.lesson_id, now, now, by_service=True)
            self._sent(place, answer, lesson.lesson_id, expected, number)

    @precondition(lambda self: self.stream)
    @rule(data=st.data(), twice=st.booleans(), lost=st.sampled_from([False, False, False, True]))
    def deliver_stream_records(self, data: st.DataObject, twice: bool, lost: bool) -> None:  # noqa: FBT001
        now = self.step()
        taken = data.draw(st.lists(st.integers(0, len(self.stream) - 1), min_size=1, max_size=3, unique=True))
        batch = [self.stream[number] for number in taken]
        if not twice:
            self.stream = [place for number, place in enumerate(self.stream) if number not in taken]
        if lost:
            return
        images = [
            {"user_id": {"S": user_id}, "course_lesson": {"S": f"{course_id}#lesson"}, "completed_at": {"S": now}}
            for user_id, course_id in batch
        ]
        assert self.service.deliver(*images) == {"batchItemFailures": []}
        for place in dict.fromkeys(batch):
            self.model.detect(place, now)

    @rule(place=places, as_json=st.booleans())
    def download(self, place: Place, as_json: bool) -> None:  # noqa: FBT001
        now = self.step()
        accept = {"Accept": "application/json" if as_json else "application/pdf"}
        answer = self.call("GET", f"{self.url(place)}/certificate", CALLERS[place[0]], headers=accept)
        status, code = self.model.download(place, now)
        if not self.agrees(answer, (200 if status == 201 else status, code)):
            if code == "certificate_revoked":
                shown = self.model.certificates[place].public()
                told = answer.json["revoked_at"], answer.json["revoke_reason"]
                assert told == (shown["revoked_at"], shown["revoke_reason"])
            elif code == "course_not_completed":
                assert answer.json["missing_lessons"] == self.model.standing(place).missing
            return
        if status == 201:
            row = self.certificate_row(place)
            self.model.issued(place, row["verification_code"], row["public_id"], row["pdf_sha256"], now)
        certificate = self.model.certificates[place]
        if not as_json:
            assert sha256(answer.content).hexdigest() == certificate.sha256
            return
        told = answer.json
        assert told["verification_code"].replace("-", "") == certificate.code
        for name in ("status", "issued_name", "issued_course_title", "issued_at", "pdf_sha256"):
            assert told[name] == certificate.public()[name]

    def look_at_the_dashboard(self, learner: Caller) -> None:
        now = self.now
        answer = self.call("GET", "/my-courses", learner)
        shown = {card["course_id"]: card for card in answer.json["items"]}
        expected = {
            place[1]: enrollment
            for place, enrollment in self.model.enrollments.items()
            if place[0] == learner.sub and self.model.courses[place[1]].published
        }
        assert shown.keys() == expected.keys()
        for course_id, enrollment in expected.items():
            place, card = (learner.sub, course_id), shown[course_id]
            standing = self.model.standing(place)
            all_done = self.model.has_reached_all(place)
            assert card["certificate_state"] == self.model.certificate_state(place, all_done=all_done)
            assert (card["percent"], card["completed_lessons"]) == (standing.percent, standing.done)
            assert (card["published_lessons"], card["title"]) == (
                standing.published,
                self.model.courses[course_id].title,
            )
            assert (card["completed_at"], card["badge"]) == (enrollment.completed_at, bool(enrollment.completed_at))
            assert card["access_ended"] is not enrollment.is_open(now)

    def look_at_the_course(self, place: Place) -> None:
        now = self.now
        answer = self.call("GET", self.url(place), CALLERS[place[0]])
        if not self.agrees(answer, self.model.access(place, now)):
            return
        told, standing = answer.json, self.model.standing(place)
        assert told["missing_lessons"] == standing.missing
        assert (told["percent"], told["completed_at"]) == (
            standing.percent,
            self.model.enrollments[place].completed_at,
        )
        state = self.model.certificate_state(place, all_done=self.model.has_reached_all(place))
        assert told["certificate"]["state"] == state
        for lesson in told["lessons"]:
            studied = self.model.studied.get(place, {}).get(lesson["lesson_id"])
            assert lesson["completed_at"] == (studied.done_at if studied else None)

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
