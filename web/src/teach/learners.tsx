import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";

import { unwrap, api, type Schemas } from "../api/client";
import { t } from "../texts/texts";
import { ErrorNotice } from "../ui/error-notice";
import { Loading } from "../ui/loading";
import { ShowMore } from "../ui/show-more";
import { useTitle } from "../ui/use-title";
import { useResource } from "../ui/use-resource";
import { PAGE_SIZE } from "../ui/use-paged-list";
import { AddLearner } from "./add-learner";
import { PublishedBadge } from "./badges";
import { changesOfLearners } from "./change-api";
import { Changes } from "./changes";
import { CountsTable } from "./counts";
import { CourseHeader } from "./course-header";
import { CsvDownload } from "./csv-download";
import { LearnerTable } from "./learner-table";
import { PageError } from "./page-error";
import { importPath } from "./paths";
import { PendingLearners } from "./pending-learners";
import { Search } from "./search";
import { type Roster, useRoster } from "./use-roster";

/** The learners of a course, with summary counts. */
export function Learners() {
  const { courseId = "" } = useRoute().params;
  return <CourseLearners key={courseId} courseId={courseId} />;
}

function CourseLearners({ courseId }: { courseId: string }) {
  const course = useResource(
    () => unwrap(api.GET("/admin/courses/{course_id}", { params: { path: { course_id: courseId } } })),
    courseId,
  );
  const [additions, setAdditions] = useState(0);
  const roster = useRoster(courseId, additions);
  useTitle(course.data ? t("learners.page_title", { course: course.data.title }) : t("learners"));
  const error = course.data ? (roster.counts ? undefined : roster.list.error) : course.error;
  const retry = () => {
    if (course.data) roster.list.retry();
    else void course.reload();
  };
  if (error !== undefined) return <PageError error={error} heading={t("learners")} retry={retry} />;
  if (!course.data) return <Loading text={t("learners.loading_course")} />;
  return (
    <div class="stack teach">
      <CourseHeader courseId={courseId} current="learners" heading={course.data.title}>
        <PublishedBadge published={course.data.published} />
      </CourseHeader>
      <div class="row">
        <AddLearner courseId={courseId} onAdded={() => setAdditions(additions + 1)} />
        <a class="button" href={importPath(courseId)}>
          {t("learners.import")}
        </a>
      </div>
      {roster.counts ? (
        <EnrolledLearners course={course.data} roster={roster} />
      ) : (
        <Loading text={t("learners.loading")} />
      )}
      <PendingLearners courseId={courseId} revision={additions} />
      <Changes of={`learners ${courseId}`} revision={additions} load={changesOfLearners(courseId)} />
    </div>
  );
}

function EnrolledLearners({ course, roster }: { course: Schemas["Course"]; roster: Roster }) {
  const { list, view, setView, total, query, order } = roster;
  const lessons = course.lessons.filter((lesson) => lesson.published).length;
  if (!query && list.items.length === 0 && list.complete)
    return (
      <section class="card stack">
        <h2>{t("learners.none")}</h2>
        <p>{t("learners.none_text")}</p>
      </section>
    );
  const shown = roster.visible.length;
  return (
    <>
      {roster.counts && <CountsTable counts={roster.counts} />}
      <section class="card stack" aria-labelledby="learners">
        <div class="page-head">
          <h2 id="learners">{t("learners")}</h2>
          <CsvDownload course={course} total={total} />
        </div>
        <Search roster={roster} />
        {list.error !== undefined && <ErrorNotice error={list.error} retry={list.retry} />}
        {shown > 0 && (
          <>
            <LearnerTable courseId={course.course_id} learners={roster.visible} lessons={lessons} order={order} />
            <ShowMore
              summary={query ? t("learners.shown", { count: shown }) : t("learners.shown_of", { shown, count: total })}
              hasMore={roster.hasMore}
              loading={order === "id" && list.loading}
              onMore={() => setView({ ...view, shown: shown + PAGE_SIZE })}
            />
          </>
        )}
      </section>
    </>
  );
}
