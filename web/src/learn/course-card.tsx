import type { Schemas } from "../api/client";
import { t } from "../texts/texts";
import { Check, Ribbon } from "../ui/icons";
import { ProgressBar } from "../ui/progress-bar";
import { formatDate } from "../ui/format";
import { certificateCardLabel, closedCourseText } from "./certificate-text";
import { CoursePicture } from "./course-picture";
import { KeptCertificate } from "./kept-certificate";
import { coursePath } from "./paths";

const BADGES = { available: "badge-gold", issued: "badge-good", revoked: "badge-bad", locked: "", disabled: "" };

/** One course on the dashboard, with its progress and certificate. */
export function CourseCard({ course }: { course: Schemas["MyCourse"] }) {
  const certificate = certificateCardLabel(course);
  return (
    <li class="card course-card">
      <CoursePicture url={course.picture_url} />
      <h3 dir="auto">{course.published ? <a href={coursePath(course.slug)}>{course.title}</a> : course.title}</h3>
      {course.description && (
        <p class="course-excerpt faint" dir="auto">
          {course.description}
        </p>
      )}
      {(course.completed_at ?? certificate) !== null && (
        <p class="row">
          {course.completed_at && (
            <span class="badge badge-good">
              <Check /> {t("completed_on", { date: formatDate(course.completed_at, "medium") })}
            </span>
          )}
          {certificate && (
            <span class={`badge ${BADGES[course.certificate_state]}`}>
              <Ribbon /> {certificate}
            </span>
          )}
        </p>
      )}
      {closedCourseText(course).map((sentence) => (
        <p key={sentence} class="faint">
          {sentence}
        </p>
      ))}
      <KeptCertificate state={course.certificate_state} url={course.verification_url} of={course.title} />
      <div class="course-progress">
        <ProgressBar percent={course.percent} label={t("card.progress", { title: course.title })} />
        <p class="faint">
          {course.published_lessons === 0
            ? t("card.no_lessons")
            : t("card.lessons", { done: course.completed_lessons, count: course.published_lessons })}
        </p>
      </div>
    </li>
  );
}
