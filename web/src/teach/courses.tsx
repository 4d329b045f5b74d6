import { answered, api, type Schemas } from "../api/client";
import { Failure } from "../ui/failure";
import { Loading } from "../ui/loading";
import { ShowMore } from "../ui/show-more";
import { counted } from "../ui/text";
import { useTitle } from "../ui/title";
import { useKept } from "../ui/use-kept";
import { LARGEST_PAGE, usePaged } from "../ui/use-paged";
import { editorAddress, PAYMENT_EVENTS } from "./addresses";
import { PublishedBadge } from "./badges";
import { CourseLinks } from "./course-links";
import { Refusal } from "./refusal";

/** All courses, published or not. */
export function Courses() {
  useTitle("Teaching");
  const [wanted, setWanted] = useKept("courses", LARGEST_PAGE);
  const list = usePaged<Schemas["CourseSummary"], Schemas["CourseList"]>(
    ({ cursor, limit, signal }) =>
      answered(api.GET("/admin/courses", { params: { query: { limit, ...(cursor ? { cursor } : {}) } }, signal })),
    "courses",
    wanted,
  );
  if (!list.newest && list.error) return <Refusal error={list.error} heading="Teaching" retry={list.retry} />;
  return (
    <div class="stack teach">
      <header class="page-head">
        <h1>Teaching</h1>
        <div class="beside">
          <a class="button" href={PAYMENT_EVENTS}>
            Payment events
          </a>
          {/* No course has the id `new`: the editor makes one. */}
          <a class="button button-main" href={editorAddress("new")}>
            New course
          </a>
        </div>
      </header>
      {!list.newest && <Loading of="courses" />}
      {list.newest && list.items.length === 0 && (
        <section class="card stack">
          <h2>There is no course yet</h2>
          <p>Make the first one: its lessons, what completes it, and its certificate.</p>
        </section>
      )}
      {list.items.length > 0 && (
        <ul class="courses" aria-label="Courses">
          {list.items.map((course) => (
            <CourseCard key={course.course_id} course={course} />
          ))}
        </ul>
      )}
      {list.newest !== undefined && list.error !== undefined && <Failure error={list.error} retry={list.retry} />}
      {list.items.length > 0 && (list.items.length > LARGEST_PAGE || !list.complete) && (
        <ShowMore
          sentence={`${counted(list.items.length, "course")} shown${list.complete ? ": these are all." : "."}`}
          more={!list.complete}
          loading={list.loading}
          onMore={() => setWanted(list.items.length + LARGEST_PAGE)}
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
      <p class="beside">
        <PublishedBadge published={course.published} />
        <span class="faint">{counted(course.published_lessons, "lesson")}</span>
      </p>
      <CourseLinks courseId={course.course_id} title={course.title} />
    </li>
  );
}
