"""The reference model of learning: the results of progress events, and the detection of completions."""

from tests.proof.machine.model_entities import EnrollmentKey, LessonState
from tests.proof.machine.model_state import ModelState


class Learning(ModelState):
    def play(self, key: EnrollmentKey, lesson_id: str, seconds: tuple[int, int], at: str, now: str) -> str:
        """Return the result of the event."""
        lesson = next((one for one in self.courses[key[1]].published_lessons() if one.lesson_id == lesson_id), None)
        if lesson is None:
            return "lesson_not_found"
        if lesson.kind != "video":
            return "invalid_range" if seconds[1] > 1 else self._at(key, lesson_id, at)
        status = self._at(key, lesson_id, at)
        progress = self.progress[key][lesson_id]
        progress.watched |= set(range(*seconds))
        if progress.done_at is None and len(progress.watched) >= self.courses[key[1]].watch_percent:
            progress.done_at = now
        return status

    def finish(self, key: EnrollmentKey, lesson_id: str, at: str, now: str, *, by_service: bool) -> str:
        lesson = next((one for one in self.courses[key[1]].published_lessons() if one.lesson_id == lesson_id), None)
        if lesson is None:
            return "lesson_not_found"
        if lesson.kind == "video" or (lesson.kind == "assignment" and not by_service):
            return "completion_not_allowed"
        status = "recorded" if by_service else self._at(key, lesson_id, at)
        progress = self.progress.setdefault(key, {}).setdefault(lesson_id, LessonState())
        progress.done_at = progress.done_at or now
        return status

    def _at(self, key: EnrollmentKey, lesson_id: str, at: str) -> str:
        progress = self.progress.setdefault(key, {}).setdefault(lesson_id, LessonState())
        if progress.position_at is not None and at < progress.position_at:
            return "merged"
        progress.position_at = at
        return "recorded"

    def detect(self, key: EnrollmentKey, now: str) -> None:
        """Check whether the learner has completed the course."""
        enrollment = self.enrollments.get(key)
        if enrollment is None:
            return
        course, standing = self.courses[key[1]], self.standing(key)
        if not enrollment.is_open(now):
            # A rule that was loosened after access ended completes no lesson.
            marked = {name: entry for name, entry in self.progress.get(key, {}).items() if entry.done_at is not None}
            standing = course.standing(marked)
        for lesson in course.published_lessons() if enrollment.is_open(now) else ():
            progress = self.progress.get(key, {}).get(lesson.lesson_id)
            if progress is not None and progress.is_done(course.watch_percent, lesson.kind):
                progress.done_at = progress.done_at or now
        enrollment.summary = (standing.done, standing.published, standing.percent)
        if standing.completed:
            enrollment.completed_at = enrollment.completed_at or now
        if standing.all_done:
            enrollment.all_done_at = enrollment.all_done_at or now

    def change_course(self, course_id: str, *, rule_changed: bool) -> int | None:
        """Return the number of the queued recheck, or None."""
        course = self.courses[course_id]
        course.changes += 1
        if rule_changed:
            course.recheck = course.changes
        return course.recheck

    def recheck(self, course_id: str, number: int, now: str) -> None:
        if self.courses[course_id].recheck != number:
            return
        for key in self.enrollments:
            if key[1] == course_id and self.enrollments[key].is_open(now):
                self.detect(key, now)
        self.courses[course_id].recheck = None
