import { unwrap, api, type Schemas } from "../api/client";
import { t } from "../texts/texts";
import { ErrorNotice } from "../ui/error-notice";
import { Loading } from "../ui/loading";
import { ShowMore } from "../ui/show-more";
import { useTitle } from "../ui/use-title";
import { useHistoryState } from "../ui/use-history-state";
import { MAX_PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import { courseEditorPath, ISSUER_PATH, PAYMENT_EVENTS_PATH } from "./paths";
import { PublishedBadge } from "./badges";
import { CourseLinks } from "./course-links";
import { FindLearner } from "./find-learner";
import { FirstHour } from "./first-hour-guide";
import { PageError } from "./page-error";
import { useIsAdmin } from "./use-role";

/** All courses, published or not; those that an instructor teaches. */
export function Courses() {
  useTitle(t("layout.teaching"));
  const isAdmin = useIsAdmin();
  const [wanted, setWanted] = useHistoryState("courses", MAX_PAGE_SIZE);
  const list = usePagedList<Schemas["CourseSummary"], Schemas["CourseList"]>(
    ({ cursor, limit, signal }) =>
      unwrap(api.GET("/admin/courses", { params: { query: { limit, ...(cursor ? { cursor } : {}) } }, signal })),
    "courses",
    wanted,
  );
  if (!list.lastPage && list.error)
    return <PageError error={list.error} heading={t("layout.teaching")} retry={list.retry} />;
  return (
    <div class="stack teach">
      <header class="page-head">
        <h1>{t("layout.teaching")}</h1>
        {isAdmin && (
          <div class="row">
            <a class="button" href={ISSUER_PATH}>
              {t("courses.issuer")}
            </a>
            <a class="button" href={PAYMENT_EVENTS_PATH}>
              {t("courses.payment_events")}
            </a>
            {/* `new` is a reserved course ID: it opens the editor for a new course. */}
            <a class="button button-main" href={courseEditorPath("new")}>
              {t("courses.new")}
            </a>
          </div>
        )}
      </header>
      {!list.lastPage && <Loading text={t("courses.loading")} />}
      {list.lastPage && list.items.length === 0 && !isAdmin && (
        <section class="card stack">
          <h2>{t("dashboard.none")}</h2>
          <p>{t("courses.none_instructor")}</p>
        </section>
      )}
      {list.lastPage && list.complete && isAdmin && (
        <FirstHour courses={list.items}>
          {list.items.length === 0 && (
            <section class="card stack">
              <h2>{t("dashboard.none")}</h2>
              <p>{t("courses.none_admin")}</p>
            </section>
          )}
        </FirstHour>
      )}
      {list.items.length > 0 && <FindLearner />}
      {list.items.length > 0 && (
        <ul class="courses" aria-label={t("courses.list")}>
          {list.items.map((course) => (
            <CourseCard key={course.course_id} course={course} />
          ))}
        </ul>
      )}
      {list.lastPage !== undefined && list.error !== undefined && <ErrorNotice error={list.error} retry={list.retry} />}
      {list.items.length > 0 && (list.items.length > MAX_PAGE_SIZE || !list.complete) && (
        <ShowMore
          summary={
            list.complete
              ? t("courses.all_shown", { count: list.items.length })
              : t("courses.shown", { count: list.items.length })
          }
          hasMore={!list.complete}
          loading={list.loading}
          onMore={() => setWanted(list.items.length + MAX_PAGE_SIZE)}
        />
      )}
    </div>
  );
}

function CourseCard({ course }: { course: Schemas["CourseSummary"] }) {
  return (
    <li class="card course-entry">
      <h2>
        <span dir="auto">{course.title}</span>
      </h2>
      <p class="row">
        <PublishedBadge published={course.published} />
        <span class="faint">{t("courses.lessons", { count: course.published_lessons })}</span>
      </p>
      <CourseLinks courseId={course.course_id} title={course.title} />
    </li>
  );
}
