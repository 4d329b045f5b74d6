import { t } from "../texts/texts";
import { certificateSettingsPath, certificatesPath, courseEditorPath, learnersPath } from "./paths";
import { useIsAdmin } from "./use-role";

/** Links to the pages of a course that the user may open. */
export function CourseLinks({ courseId, title }: { courseId: string; title: string }) {
  const isAdmin = useIsAdmin();
  const of = t("course_links.of", { title });
  return (
    <ul class="course-links">
      <CourseLink to={learnersPath(courseId)} label={t("learners")} of={of} />
      {isAdmin && <CourseLink to={courseEditorPath(courseId)} label={t("course_links.edit")} of={title} />}
      {isAdmin && <CourseLink to={certificateSettingsPath(courseId)} label={t("certificate")} of={of} />}
      <CourseLink to={certificatesPath(courseId)} label={t("course_links.issued")} of={of} />
    </ul>
  );
}

/** Screen readers hear which course the link belongs to. */
function CourseLink(props: { to: string; label: string; of: string }) {
  return (
    <li>
      <a class="button" href={props.to}>
        {props.label} <span class="visually-hidden">{props.of}</span>
      </a>
    </li>
  );
}
