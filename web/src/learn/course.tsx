import { useRoute } from "preact-iso";

import type { Schemas } from "../api/client";
import { key, t } from "../texts/texts";
import { Check, Play } from "../ui/icons";
import { ProgressBar } from "../ui/progress-bar";
import { describeRule } from "../ui/completion-rule";
import { formatTime, formatDate } from "../ui/format";
import { useTitle } from "../ui/use-title";
import { Celebration } from "./celebration";
import { CertificateSection } from "./certificate-section";
import { CoursePicture } from "./course-picture";
import { useCourse } from "./use-course";
import { LessonList } from "./lesson-list";
import { lessonPath } from "./paths";
import { isCourseUnavailable, CourseUnavailable } from "./course-unavailable";
import { LoadError } from "./load-error";

type Progress = Schemas["CourseProgress"];

/** A learner's course: progress, lessons and certificate. */
export function Course() {
  const slug = useRoute().params.slug ?? "";
  const loaded = useCourse(slug);
  const { data, error, reload } = loaded;
  useTitle(data?.title ?? t("course"));
  if (isCourseUnavailable(error)) return <CourseUnavailable error={error} slug={slug} />;
  if (data) {
    return (
      <>
        <LoadError resource={loaded} />
        <CourseDetails course={data} reload={() => void reload()} />
      </>
    );
  }
  return (
    <div class="stack">
      <h1>{t("course")}</h1>
      {error === undefined ? <p class="loading">{t("unavailable.loading")}</p> : <LoadError resource={loaded} />}
    </div>
  );
}

function CourseDetails({ course, reload }: { course: Progress; reload: () => void }) {
  const certificate = <CertificateSection key="certificate" course={course} onChange={reload} />;
  const lessons = (
    <section key="lessons" class="course-lessons" aria-labelledby="lessons">
      <h2 id="lessons">{t("course.lessons")}</h2>
      {course.lessons.length > 0 ? <LessonList course={course} /> : <p class="faint">{t("course.no_lessons")}</p>}
    </section>
  );
  // An earned certificate comes first; a locked one comes after the lessons that unlock it.
  const earned = course.certificate.state !== "locked";
  return (
    <div class="course">
      <CourseHeader course={course} />
      {earned ? [certificate, lessons] : [lessons, certificate]}
      <Celebration course={course} />
    </div>
  );
}

function CourseHeader({ course }: { course: Progress }) {
  return (
    <header class="course-head">
      <CoursePicture url={course.picture_url} eager />
      <h1 dir="auto">{course.title}</h1>
      {course.description && (
        <p class="course-description" dir="auto">
          {course.description}
        </p>
      )}
      {course.completed_at && (
        <p>
          <span class="badge badge-good">
            <Check /> {t("completed_on", { date: formatDate(course.completed_at) })}
          </span>
        </p>
      )}
      <div class="course-progress">
        <ProgressBar percent={course.percent} label={t("card.progress", { title: course.title })} />
        <p>
          {t("card.lessons", { done: course.completed_lessons, count: course.published_lessons })}
          <span class="faint">{progressNote(course)}</span>
        </p>
      </div>
      <ContinueLink course={course} />
      <p class="hint" dir="auto">
        {describeRule(course.completion_rule, course.lessons).join(" ")}
      </p>
    </header>
  );
}

function progressNote(course: Progress): string {
  if (course.completed_at) {
    const count = course.new_lessons.length;
    return count > 0 ? t("course.added", { count }) : "";
  }
  if (course.lessons_needed > 0) return t("course.needed", { count: course.lessons_needed });
  return course.published_lessons > 0 ? t("course.recording") : "";
}

function ContinueLink({ course }: { course: Progress }) {
  const lesson = course.lessons.find((candidate) => candidate.lesson_id === course.next_lesson);
  if (!lesson) return null;
  const hasStarted = course.lessons.some((any) => any.completed_at !== null || any.position_seconds !== null);
  return (
    <p class="row continue-link">
      <a class="button button-main" href={lessonPath(course.slug, lesson.lesson_id)} aria-describedby="continue-title">
        <Play /> {t(hasStarted ? key("course.continue") : key("dashboard.start_lesson"))}
      </a>
      <span id="continue-title">
        <bdi>{lesson.title}</bdi>
        {lesson.position_seconds ? (
          <span class="faint">{t("course.from", { time: formatTime(lesson.position_seconds) })}</span>
        ) : (
          ""
        )}
      </span>
    </p>
  );
}
