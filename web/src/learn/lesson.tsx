import { useOutboxLoaded } from "../outbox/use-outbox";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { Check } from "../ui/icons";
import { useTitle } from "../ui/use-title";
import { Celebration } from "./celebration";
import { type CourseProgress, useCourse } from "./use-course";
import { ArticleLesson } from "./lesson-article";
import { AssignmentLesson } from "./lesson-assignment";
import { PreviousNext, LessonSidebar } from "./lesson-navigation";
import { VideoLesson } from "./lesson-video";
import { isCourseUnavailable, CourseUnavailable } from "./course-unavailable";
import type { LessonProps } from "./lesson-props";
import { coursePath } from "./paths";
import { SyncStatusLine } from "./sync-status";
import { LoadError } from "./load-error";
import { useCompletionAnnouncement } from "./use-completion-announcement";

const COMPONENTS = { video: VideoLesson, article: ArticleLesson, assignment: AssignmentLesson };

/** The page of one lesson: `/learn/{slug}/{lesson_id}`. */
export function Lesson({ slug, lessonId }: { slug: string; lessonId: string }) {
  const loaded = useCourse(slug);
  const isOutboxLoaded = useOutboxLoaded();
  const { data: course, error } = loaded;
  const lesson = course?.lessons.find((candidate) => candidate.lesson_id === lessonId);
  useTitle(lesson && course ? `${lesson.title} · ${course.title}` : "Lesson");
  // Once loaded, the course stays on screen; the sync status below the lesson reports problems.
  if (course && isOutboxLoaded) {
    return (
      <div class="stack">
        <Breadcrumbs
          links={[
            { to: "/", name: "My courses" },
            { to: coursePath(course.slug), name: course.title },
          ]}
        />
        {lesson ? <LessonDetails key={lessonId} course={course} lesson={lesson} /> : <LessonNotFound course={course} />}
        <Celebration course={course} />
      </div>
    );
  }
  if (isCourseUnavailable(error)) return <CourseUnavailable error={error} slug={slug} />;
  return (
    <div class="stack">
      <h1>Lesson</h1>
      {error === undefined ? <p class="loading">Loading the lesson…</p> : <LoadError resource={loaded} />}
    </div>
  );
}

function LessonDetails({ course, lesson }: LessonProps) {
  const Kind = COMPONENTS[lesson.kind];
  useCompletionAnnouncement(lesson);
  return (
    <div class="study">
      <article class="stack" aria-labelledby="lesson">
        <div class="study-title">
          <h1 id="lesson" dir="auto">
            {lesson.title}
          </h1>
          {lesson.completed_at !== null && (
            <span class="badge badge-good">
              <Check /> Complete
            </span>
          )}
        </div>
        <Kind course={course} lesson={lesson} />
        <SyncStatusLine course={course} />
        <PreviousNext course={course} lesson={lesson} />
      </article>
      <LessonSidebar course={course} lesson={lesson} />
    </div>
  );
}

function LessonNotFound({ course }: { course: CourseProgress }) {
  return (
    <>
      <h1>Lesson not found</h1>
      <p>
        This lesson does not exist, or it was removed from the course.{" "}
        <a href={coursePath(course.slug)}>See all lessons</a>
      </p>
    </>
  );
}
