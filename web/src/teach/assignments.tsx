import { useRoute } from "preact-iso";

import type { Schemas } from "../api/client";
import { key, t } from "../texts/texts";
import { Loading } from "../ui/loading";
import { SearchField } from "../ui/search-field";
import { useDebounced } from "../ui/use-debounced";
import { useHistoryState } from "../ui/use-history-state";
import { PAGE_SIZE } from "../ui/use-paged-list";
import { useResource } from "../ui/use-resource";
import { useTitle } from "../ui/use-title";
import { loadAssignments } from "./assignment-api";
import { AssignmentLearners } from "./assignment-learners";
import { CourseHeader } from "./course-header";
import { PageError } from "./page-error";

interface View {
  /** Empty for the first assignment. */
  readonly lessonId: string;
  readonly onlyMissing: boolean;
  readonly query: string;
  readonly shown: number;
}

const INITIAL_VIEW: View = { lessonId: "", onlyMissing: false, query: "", shown: PAGE_SIZE };

/** The assignments of a course: who has one to do, to mark as done. */
export function Assignments() {
  const { courseId = "" } = useRoute().params;
  return <AssignmentsPage key={courseId} courseId={courseId} />;
}

function AssignmentsPage({ courseId }: { courseId: string }) {
  const { data, error, reload } = useResource(() => loadAssignments(courseId), courseId);
  useTitle(data ? t("assignments.page_title", { course: data.title }) : t("assignments.title"));
  if (!data && error) return <PageError error={error} heading={t("assignments.title")} retry={() => void reload()} />;
  if (!data) return <Loading text={t("assignments.loading")} />;
  return (
    <div class="stack teach">
      <CourseHeader courseId={courseId} current="assignments" heading={data.title} />
      {data.assignments.length === 0 ? (
        <section class="card stack">
          <h2>{t("assignments.none")}</h2>
          <p>{t("assignments.none_text")}</p>
        </section>
      ) : (
        <ToDo course={data} />
      )}
    </div>
  );
}

function ToDo({ course }: { course: Schemas["CourseAssignments"] }) {
  const [view, setView] = useHistoryState<View>("assignments", INITIAL_VIEW);
  const query = useDebounced(view.query.trim());
  const chosen = course.assignments.find(({ lesson_id }) => lesson_id === view.lessonId) ?? course.assignments[0];
  if (chosen === undefined) return null;
  const change = (changed: Partial<View>) => setView({ ...view, shown: PAGE_SIZE, ...changed });
  const filter = { lessonId: chosen.lesson_id, onlyMissing: view.onlyMissing, query };
  return (
    <section class="card stack" aria-labelledby="to-do">
      <h2 id="to-do">{t(query === "" ? key("assignments.to_be_marked") : key("learners.found"))}</h2>
      <search class="stack">
        <div class="find">
          <SearchField
            id="find-in-assignment"
            label={t("learners.search")}
            value={view.query}
            onChange={(text) => change({ query: text })}
          />
          <div>
            <label for="assignment">{t("kind.assignment")}</label>
            <select
              id="assignment"
              value={chosen.lesson_id}
              onChange={(event) => change({ lessonId: event.currentTarget.value })}
            >
              {course.assignments.map((assignment) => (
                <option key={assignment.lesson_id} value={assignment.lesson_id}>
                  {assignment.required ? t("assignments.required", { title: assignment.title }) : assignment.title}
                </option>
              ))}
            </select>
          </div>
        </div>
        {query === "" && (
          <label class="check-line">
            <input
              type="checkbox"
              checked={view.onlyMissing}
              onChange={(event) => change({ onlyMissing: event.currentTarget.checked })}
            />
            <span>{t("assignments.only_missing")}</span>
          </label>
        )}
      </search>
      <AssignmentLearners
        key={`${chosen.lesson_id} ${String(view.onlyMissing)} ${query}`}
        courseId={course.course_id}
        assignment={chosen}
        filter={filter}
        shown={view.shown}
        onMore={(shown) => setView({ ...view, shown })}
      />
    </section>
  );
}
