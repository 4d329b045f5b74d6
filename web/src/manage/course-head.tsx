import type { ComponentChildren } from "preact";

/** The heading of a course's management, and the way between its pages. */
export function CourseHead(props: {
  courseId: string;
  here: "course" | "certificate";
  heading: string;
  children?: ComponentChildren;
}) {
  const course = `/manage/${encodeURIComponent(props.courseId)}`;
  return (
    <div class="course-head">
      <h1>
        <bdi>{props.heading}</bdi>
      </h1>
      {props.children}
      <nav aria-label="This course">
        <a href={course} aria-current={props.here === "course" ? "page" : undefined}>
          Course
        </a>
        <a href={`${course}/certificate`} aria-current={props.here === "certificate" ? "page" : undefined}>
          Certificate
        </a>
        <a href={`/teach/${encodeURIComponent(props.courseId)}`}>Learners</a>
      </nav>
    </div>
  );
}
