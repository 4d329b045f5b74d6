import { t } from "../texts/texts";
import { Check } from "../ui/icons";
import { LESSON_KINDS } from "../ui/lesson-kinds";
import { formatPercent, formatTime } from "../ui/format";
import type { LessonStanding } from "./use-course";
import type { LessonProps } from "./lesson-props";
import { lessonPath } from "./paths";

/** Links to the previous and the next lesson. */
export function PreviousNext({ course, lesson }: LessonProps) {
  const index = course.lessons.indexOf(lesson);
  const previous = course.lessons[index - 1];
  const next = course.lessons[index + 1];
  const done = lesson.completed_at !== null;
  return (
    <nav class="study-previous-next" aria-label={t("lesson.previous_next")}>
      {previous && (
        <a class="button" href={lessonPath(course.slug, previous.lesson_id)}>
          <span class="faint">{t("lesson.previous")}</span> <span dir="auto">{previous.title}</span>
        </a>
      )}
      {next && (
        <a class={`button study-next ${done ? "button-main" : ""}`} href={lessonPath(course.slug, next.lesson_id)}>
          <span class="faint">{t("lesson.next")}</span> <span dir="auto">{next.title}</span>
        </a>
      )}
    </nav>
  );
}

/** All lessons of the course, with the current one marked. */
export function LessonSidebar({ course, lesson: open }: LessonProps) {
  return (
    <nav class="study-lessons" aria-labelledby="lessons">
      <h2 id="lessons">{t("course.lessons")}</h2>
      <p class="faint">
        {t("lesson.count_complete", { done: course.completed_lessons, count: course.published_lessons })}
      </p>
      <ol>
        {course.lessons.map((lesson) => (
          <li key={lesson.lesson_id}>
            <a href={lessonPath(course.slug, lesson.lesson_id)} aria-current={lesson === open ? "page" : undefined}>
              <StatusIcon lesson={lesson} />
              <span class="study-name">
                <span dir="auto">{lesson.title}</span>
                <span class="faint">{describe(lesson)}</span>
              </span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StatusIcon({ lesson }: { lesson: LessonStanding }) {
  const { Icon } = LESSON_KINDS[lesson.kind];
  return lesson.completed_at === null ? (
    <span class="study-icon">
      <Icon />
    </span>
  ) : (
    <span class="study-icon study-done">
      <Check />
    </span>
  );
}

function describe({ kind, duration_seconds, completed_at, percent_watched }: LessonStanding): string {
  const name = t(LESSON_KINDS[kind].label);
  const lesson =
    duration_seconds === null ? name : t("lesson.with_length", { kind: name, length: formatTime(duration_seconds) });
  if (completed_at !== null) return t("lesson.with_complete", { lesson });
  return percent_watched > 0 ? t("lesson.with_watched", { lesson, percent: formatPercent(percent_watched) }) : lesson;
}
