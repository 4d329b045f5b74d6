import { certificateSettingsPath, certificatesPath, courseEditorPath, learnersPath } from "./paths";
import { useIsAdmin } from "./use-role";

/** Links to the pages of a course that the user may open. */
export function CourseLinks({ courseId, title }: { courseId: string; title: string }) {
  const isAdmin = useIsAdmin();
  return (
    <ul class="course-links">
      <CourseLink to={learnersPath(courseId)} label="Learners" of={`of ${title}`} />
      {isAdmin && <CourseLink to={courseEditorPath(courseId)} label="Edit" of={title} />}
      {isAdmin && <CourseLink to={certificateSettingsPath(courseId)} label="Certificate" of={`of ${title}`} />}
      <CourseLink to={certificatesPath(courseId)} label="Issued certificates" of={`of ${title}`} />
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
