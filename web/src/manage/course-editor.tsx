import { useLocation } from "preact-iso";
import { useRef } from "preact/hooks";

import { Forbidden, PageError } from "../teach/page-error";
import { useIsInstructorOnly } from "../teach/use-role";
import { t } from "../texts/texts";
import { Loading } from "../ui/loading";
import { useResource } from "../ui/use-resource";
import { CourseForm } from "./course-form";
import { findCourse, readCourse } from "./course-api";
import { NEW_COURSE_ID } from "./course-errors";
import "./course-editor.css";

/** The page that creates a course, at `/manage/new`, or edits one. */
export function CourseEditor({ courseId }: { courseId: string }) {
  const { route } = useLocation();
  const justCreated = useRef<string | null>(null);
  // An instructor may read an own course, and not change it.
  const isInstructorOnly = useIsInstructorOnly();
  // A new course needs no data, but the request shows whether the user has access; no course has this ID.
  const { data, error, reload } = useResource(
    () => (courseId === NEW_COURSE_ID ? findCourse(NEW_COURSE_ID) : readCourse(courseId)),
    courseId,
  );

  if (isInstructorOnly) return <Forbidden />;
  if (data === undefined)
    return error === undefined ? (
      <Loading text={t("course_editor.loading")} />
    ) : (
      <PageError error={error} heading={t("course")} retry={() => void reload()} />
    );
  return (
    <CourseForm
      key={courseId}
      courseId={courseId}
      initial={courseId === NEW_COURSE_ID ? null : data}
      isJustCreated={justCreated.current === courseId}
      onCreated={(course) => {
        justCreated.current = course.course_id;
        route(`/manage/${encodeURIComponent(course.course_id)}`, true);
      }}
    />
  );
}
