import { useOutboxLoaded } from "../outbox/use-outbox";
import { t } from "../texts/texts";
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
  useTitle(lesson && course ? `${lesson.title} · ${course.title}` : t("lesson"));
  // Once loaded, the course stays on screen; the sync status below the lesson reports problems.
  if (course && isOutboxLoaded) {
    return (
      <div class="stack">
        <Breadcrumbs
          links={[
            { to: "/", name: t("layout.my_courses") },
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
      <h1>{t("lesson")}</h1>
      {error === undefined ? <p class="loading">{t("lesson.loading")}</p> : <LoadError resource={loaded} />}
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
              <Check /> {t("lesson.complete")}
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
      <h1>{t("lesson.not_found")}</h1>
      <p>
        {t("lesson.not_found_text")} <a href={coursePath(course.slug)}>{t("lesson.see_all")}</a>
      </p>
    </>
  );
}
