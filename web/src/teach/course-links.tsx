import { certificateAddress, editorAddress, learnersAddress } from "./addresses";

/**
 * The ways to the pages of a course.
 *
 * @param here the page that is open, if it is one of them.
 */
export function CourseLinks({ courseId, title, here }: { courseId: string; title: string; here?: "learners" }) {
  return (
    <ul class="course-links">
      <Way to={learnersAddress(courseId)} word="Learners" of={`of ${title}`} here={here === "learners"} />
      <Way to={editorAddress(courseId)} word="Edit" of={title} />
      <Way to={certificateAddress(courseId)} word="Certificate" of={`of ${title}`} />
    </ul>
  );
}

/** Read on its own, a link says which course it belongs to. */
function Way(props: { to: string; word: string; of: string; here?: boolean }) {
  return (
    <li>
      <a class="button" href={props.to} aria-current={props.here ? "page" : undefined}>
        {props.word} <span class="visually-hidden">{props.of}</span>
      </a>
    </li>
  );
}
