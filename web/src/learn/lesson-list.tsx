import type { Schemas } from "../api/client";
import { t } from "../texts/texts";
import { Check } from "../ui/icons";
import { LESSON_KINDS } from "../ui/lesson-kinds";
import { ProgressBar } from "../ui/progress-bar";
import { formatPercent, formatTime } from "../ui/format";
import { lessonPath } from "./paths";
import { sectionsOf } from "./sections";

type Course = Schemas["CourseProgress"];
type Lesson = Schemas["LessonStanding"];

/** The lessons of a course in order and in their sections, with their progress. */
export function LessonList({ course }: { course: Course }) {
  const required = new Set(course.completion_rule.course_percent < 100 ? course.completion_rule.required_lessons : []);
  const added = new Set(course.new_lessons);
  // `missing_lessons` follows the current rule: after it was relaxed, a lesson may count before it is marked complete.
  const missing = new Set(course.missing_lessons);
  const row = (lesson: Lesson) => (
    <LessonRow
      key={lesson.lesson_id}
      lesson={lesson}
      path={lessonPath(course.slug, lesson.lesson_id)}
      isDone={!missing.has(lesson.lesson_id)}
      isNext={lesson.lesson_id === course.next_lesson}
      isRequired={required.has(lesson.lesson_id)}
      isNew={added.has(lesson.lesson_id)}
    />
  );
  return (
    <div class="course-sections">
      {sectionsOf(course.lessons).map(({ title, lessons }) => {
        const done = lessons.filter((lesson) => !missing.has(lesson.lesson_id)).length;
        return (
          <div key={lessons[0]?.lesson_id}>
            {title !== null && (
              <div class="section-head">
                <h3 dir="auto">{title}</h3>
                <span class="faint">{t("card.lessons", { done, count: lessons.length })}</span>
              </div>
            )}
            <ol class="lessons" role="list">
              {lessons.map(row)}
            </ol>
          </div>
        );
      })}
    </div>
  );
}

interface RowProps {
  lesson: Lesson;
  path: string;
  isDone: boolean;
  isNext: boolean;
  isRequired: boolean;
  isNew: boolean;
}

function LessonRow({ lesson, path, isDone, isNext, isRequired, isNew }: RowProps) {
  const { label, Icon } = LESSON_KINDS[lesson.kind];
  const begun = !isDone && lesson.percent_watched > 0;
  return (
    <li class={`lesson ${isNext ? "lesson-next" : ""}`}>
      <span class={`lesson-icon ${isDone ? "lesson-done" : ""}`}>{isDone ? <Check /> : <Icon />}</span>
      <div class="lesson-text">
        <a href={path} dir="auto">
          {lesson.title}
        </a>
        <p class="faint">
          {t(label)}
          {lesson.duration_seconds !== null && <span>{formatTime(lesson.duration_seconds)}</span>}
          {isDone && <span>{t("lesson.completed")}</span>}
          {begun && <span>{t("lesson.watched", { percent: formatPercent(lesson.percent_watched) })}</span>}
          {isNext && <span>{t("lesson.up_next")}</span>}
          {isRequired && <span class="badge badge-gold">{t("lesson.required")}</span>}
          {isNew && <span class="badge badge-gold">{t("lesson.new")}</span>}
        </p>
        {begun && <ProgressBar percent={lesson.percent_watched} label={t("card.progress", { title: lesson.title })} />}
      </div>
    </li>
  );
}
