import { certificateAddress, editorAddress, learnersAddress } from "./addresses";

/** The ways to the pages of a course. */
export function CourseLinks({ courseId, title }: { courseId: string; title: string }) {
  return (
    <ul class="course-links">
      <Way to={learnersAddress(courseId)} word="Learners" of={`of ${title}`} />
      <Way to={editorAddress(courseId)} word="Edit" of={title} />
      <Way to={certificateAddress(courseId)} word="Certificate" of={`of ${title}`} />
    </ul>
  );
}

/** Read on its own, a link says which course it belongs to. */
function Way(props: { to: string; word: string; of: string }) {
  return (
    <li>
      <a class="button" href={props.to}>
        {props.word} <span class="visually-hidden">{props.of}</span>
      </a>
    </li>
  );
}
