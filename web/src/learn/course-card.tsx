import type { Schemas } from "../api/client";
import { Check, Ribbon } from "../ui/icons";
import { ProgressBar } from "../ui/progress-bar";
import { pluralize, formatDate } from "../ui/format";
import { certificateCardLabel } from "./certificate-text";
import { coursePath } from "./paths";

const BADGES = { available: "badge-gold", issued: "badge-good", revoked: "badge-bad", locked: "", disabled: "" };

/** One course on the dashboard, with its progress and certificate. */
export function CourseCard({ course }: { course: Schemas["MyCourse"] }) {
  const certificate = certificateCardLabel(course);
  return (
    <li class="card course-card">
      <h3 dir="auto">
        <a href={coursePath(course.slug)}>{course.title}</a>
      </h3>
      {(course.completed_at ?? certificate) !== null && (
        <p class="row">
          {course.completed_at && (
            <span class="badge badge-good">
              <Check /> Completed on {formatDate(course.completed_at, "medium")}
            </span>
          )}
          {certificate && (
            <span class={`badge ${BADGES[course.certificate_state]}`}>
              <Ribbon /> {certificate}
            </span>
          )}
        </p>
      )}
      {course.access_ended && <p class="faint">Your access to this course has ended. Your progress is saved.</p>}
      <div class="course-progress">
        <ProgressBar percent={course.percent} label={`Progress in ${course.title}`} />
        <p class="faint">
          {course.published_lessons === 0
            ? "No lessons yet"
            : `${course.completed_lessons} of ${pluralize(course.published_lessons, "lesson")}`}
        </p>
      </div>
    </li>
  );
}
