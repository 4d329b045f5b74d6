"""The reference model of learning: what becomes of progress, and when a course is found complete."""

from tests.proof.machine.model_kept import Kept
from tests.proof.machine.model_things import Place, Studied


class Learning(Kept):
    def play(self, place: Place, lesson_id: str, seconds: tuple[int, int], at: str, now: str) -> str:
        """Gives what becomes of the event."""
        lesson = next((one for one in self.courses[place[1]].shown() if one.lesson_id == lesson_id), None)
        if lesson is None:
            return "lesson_not_found"
        if lesson.kind != "video":
            return "invalid_range" if seconds[1] > 1 else self._at(place, lesson_id, at)
        status = self._at(place, lesson_id, at)
        studied = self.studied[place][lesson_id]
        studied.watched |= set(range(*seconds))
        if studied.done_at is None and len(studied.watched) >= self.courses[place[1]].watch_percent:
            studied.done_at = now
        return status

    def finish(self, place: Place, lesson_id: str, at: str, now: str, *, by_service: bool) -> str:
        lesson = next((one for one in self.courses[place[1]].shown() if one.lesson_id == lesson_id), None)
        if lesson is None:
            return "lesson_not_found"
        if lesson.kind == "video" or (lesson.kind == "assignment" and not by_service):
            return "completion_not_allowed"
        status = "recorded" if by_service else self._at(place, lesson_id, at)
        studied = self.studied.setdefault(place, {}).setdefault(lesson_id, Studied())
        studied.done_at = studied.done_at or now
        return status

    def _at(self, place: Place, lesson_id: str, at: str) -> str:
        studied = self.studied.setdefault(place, {}).setdefault(lesson_id, Studied())
        if studied.position_at is not None and at < studied.position_at:
            return "merged"
        studied.position_at = at
        return "recorded"

    def detect(self, place: Place, now: str) -> None:
        """Somebody looks whether the learner has completed the course."""
        enrollment = self.enrollments.get(place)
        if enrollment is None:
            return
        course, standing = self.courses[place[1]], self.standing(place)
        if not enrollment.is_open(now):
            # A rule that was loosened since access ended completes no lesson.
            marked = {name: entry for name, entry in self.studied.get(place, {}).items() if entry.done_at is not None}
            standing = course.standing(marked)
        for lesson in course.shown() if enrollment.is_open(now) else ():
            studied = self.studied.get(place, {}).get(lesson.lesson_id)
            if studied is not None and studied.is_done(course.watch_percent, lesson.kind):
                studied.done_at = studied.done_at or now
        enrollment.summary = (standing.done, standing.published, standing.percent)
        if standing.completed:
            enrollment.completed_at = enrollment.completed_at or now
        if standing.all_done:
            enrollment.all_done_at = enrollment.all_done_at or now

    def change_course(self, course_id: str, *, asks_differently: bool) -> int | None:
        """Gives the number of the recheck that is queued."""
        course = self.courses[course_id]
        course.changes += 1
        if asks_differently:
            course.recheck = course.changes
        return course.recheck

    def recheck(self, course_id: str, number: int, now: str) -> None:
        if self.courses[course_id].recheck != number:
            return
        for place in self.enrollments:
            if place[1] == course_id and self.enrollments[place].is_open(now):
                self.detect(place, now)
        self.courses[course_id].recheck = None
