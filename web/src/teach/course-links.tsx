import { certificateSettingsPath, certificatesPath, courseEditorPath, learnersPath } from "./paths";

/** Links to the instructor pages of a course. */
export function CourseLinks({ courseId, title }: { courseId: string; title: string }) {
  return (
    <ul class="course-links">
      <CourseLink to={learnersPath(courseId)} label="Learners" of={`of ${title}`} />
      <CourseLink to={courseEditorPath(courseId)} label="Edit" of={title} />
      <CourseLink to={certificateSettingsPath(courseId)} label="Certificate" of={`of ${title}`} />
      <CourseLink to={certificatesPath(courseId)} label="Issued" of={`certificates of ${title}`} />
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
