import { useRoute } from "preact-iso";

import { answered, api, type Schemas } from "../api/client";
import { Failure } from "../ui/failure";
import { Loading } from "../ui/loading";
import { ShowMore } from "../ui/show-more";
import { counted } from "../ui/text";
import { useTitle } from "../ui/title";
import { useLoaded } from "../ui/use-loaded";
import { STEP } from "../ui/use-paged";
import { PublishedBadge } from "./badges";
import { Counts } from "./counts";
import { CourseHead } from "./course-head";
import { Download } from "./download";
import { LearnerTable } from "./learner-table";
import { Refusal } from "./refusal";
import { Search } from "./search";
import { type Roster, useRoster } from "./use-roster";

/** The learners of a course: how many got how far, and each of them. */
export function Learners() {
  const { courseId = "" } = useRoute().params;
  return <CourseLearners key={courseId} courseId={courseId} />;
}

function CourseLearners({ courseId }: { courseId: string }) {
  const course = useLoaded(
    () => answered(api.GET("/admin/courses/{course_id}", { params: { path: { course_id: courseId } } })),
    courseId,
  );
  const roster = useRoster(courseId);
  useTitle(course.data ? `Learners of ${course.data.title}` : "Learners");
  const error = course.data ? (roster.counts ? undefined : roster.list.error) : course.error;
  const retry = () => {
    if (course.data) roster.list.retry();
    else void course.reload();
  };
  if (error !== undefined) return <Refusal error={error} heading="Learners" retry={retry} />;
  if (!course.data) return <Loading of="the course" />;
  return (
    <div class="stack teach">
      <CourseHead courseId={courseId} here="learners" heading={course.data.title}>
        <PublishedBadge published={course.data.published} />
      </CourseHead>
      {roster.counts ? <Everybody course={course.data} roster={roster} /> : <Loading of="learners" />}
    </div>
  );
}

function Everybody({ course, roster }: { course: Schemas["Course"]; roster: Roster }) {
  const { list, view, setView, total } = roster;
  const lessons = course.lessons.filter((lesson) => lesson.published).length;
  if (list.items.length === 0 && list.complete)
    return (
      <section class="card stack">
        <h2>Nobody is enrolled yet</h2>
        <p>Learners are listed here as soon as they are enrolled, by a purchase or by your shop.</p>
      </section>
    );
  const shown = roster.visible.length;
  const of = roster.everybody ? roster.matching.length : total;
  return (
    <>
      {roster.counts && <Counts counts={roster.counts} />}
      <section class="card stack" aria-labelledby="learners">
        <div class="page-head">
          <h2 id="learners">Learners</h2>
          <Download course={course} lessons={lessons} total={total} />
        </div>
        <Search roster={roster} />
        {list.error !== undefined && <Failure error={list.error} retry={list.retry} />}
        {shown > 0 && (
          <>
            <LearnerTable courseId={course.course_id} learners={roster.visible} lessons={lessons} order={view.order} />
            <ShowMore
              sentence={`${shown} of ${counted(of, "learner")} shown.`}
              more={roster.more}
              loading={!roster.everybody && list.loading}
              onMore={() => setView({ ...view, shown: shown + STEP })}
            />
          </>
        )}
      </section>
    </>
  );
}
