import { useLocation } from "preact-iso";
import { useRef } from "preact/hooks";

import { Refusal } from "../teach/refusal";
import { Loading } from "../ui/loading";
import { useLoaded } from "../ui/use-loaded";
import { CourseForm } from "./course-form";
import { findCourse, readCourse } from "./course-saving";
import { NEW } from "./course-wrong";

/** Where a course is made, at `/manage/new`, and changed. */
export function CourseEditor({ courseId }: { courseId: string }) {
  const { route } = useLocation();
  const justMade = useRef<string | null>(null);
  // To make a course nothing needs to be read, but whether one may; no course has this id.
  const { data, error, reload } = useLoaded(
    () => (courseId === NEW ? findCourse(NEW) : readCourse(courseId)),
    courseId,
  );

  if (data === undefined)
    return error === undefined ? (
      <Loading of="the course" />
    ) : (
      <Refusal error={error} heading="Course" retry={() => void reload()} />
    );
  return (
    <CourseForm
      key={courseId}
      courseId={courseId}
      opened={courseId === NEW ? null : data}
      isJustMade={justMade.current === courseId}
      onMade={(course) => {
        justMade.current = course.course_id;
        route(`/manage/${encodeURIComponent(course.course_id)}`, true);
      }}
    />
  );
}
