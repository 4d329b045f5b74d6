import { useOutboxLoaded } from "../outbox/use-outbox";
import { Check } from "../ui/icons";
import { useTitle } from "../ui/use-title";
import { Celebration } from "./celebration";
import { type CourseProgress, type LessonStanding, useCourse } from "./use-course";
import { ArticleLesson } from "./lesson-article";
import { AssignmentLesson } from "./lesson-assignment";
import { PreviousNext, LessonSidebar } from "./lesson-navigation";
import { VideoLesson } from "./lesson-video";
import { isCourseUnavailable, CourseUnavailable } from "./course-unavailable";
import { SyncStatusLine } from "./sync-status";
import { LoadError } from "./load-error";
import { useCompletionAnnouncement } from "./use-completion-announcement";

/** What every kind of lesson is shown from. */
export interface LessonProps {
  readonly course: CourseProgress;
  readonly lesson: LessonStanding;
}

const COMPONENTS = { video: VideoLesson, article: ArticleLesson, assignment: AssignmentLesson };

/** The page of one lesson: `/learn/{slug}/{lesson_id}`. */
export function Lesson({ slug, lessonId }: { slug: string; lessonId: string }) {
  const loaded = useCourse(slug);
  const isOutboxLoaded = useOutboxLoaded();
  const { data: course, error, reload } = loaded;
  const lesson = course?.lessons.find((candidate) => candidate.lesson_id === lessonId);
  useTitle(lesson && course ? `${lesson.title} · ${course.title}` : "Lesson");
  // A course that was opened stays open, with what goes on in it; the line below a lesson says what is the matter.
  if (course && isOutboxLoaded) {
    return (
      <div class="stack">
        <Breadcrumb course={course} />
        {lesson ? <LessonDetails key={lessonId} course={course} lesson={lesson} /> : <NoSuchLesson course={course} />}
        <Celebration course={course} onChange={() => void reload()} />
      </div>
    );
  }
  if (isCourseUnavailable(error)) return <CourseUnavailable error={error} slug={slug} />;
  return (
    <div class="stack">
      <h1>Lesson</h1>
      {error === undefined ? <p class="loading">Opening the lesson…</p> : <LoadError resource={loaded} />}
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

function Breadcrumb({ course }: { course: CourseProgress }) {
  return (
    <nav class="crumbs" aria-label="Breadcrumb">
      <ol>
        <li>
          <a href="/">My courses</a>
        </li>
        <li>
          <a href={`/learn/${course.slug}`} dir="auto">
            {course.title}
          </a>
        </li>
      </ol>
    </nav>
  );
}

function NoSuchLesson({ course }: { course: CourseProgress }) {
  return (
    <>
      <h1>There is no such lesson</h1>
      <p>
        This course has no lesson at this address; perhaps it was taken out.{" "}
        <a href={`/learn/${course.slug}`}>See the lessons there are</a>
      </p>
    </>
  );
}
