import { useRoute } from "preact-iso";

import type { Schemas } from "../api/client";
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
  useTitle(data ? `Assignments of ${data.title}` : "Assignments");
  if (!data && error) return <PageError error={error} heading="Assignments" retry={() => void reload()} />;
  if (!data) return <Loading text="Loading the assignments…" />;
  return (
    <div class="stack teach">
      <CourseHeader courseId={courseId} current="assignments" heading={data.title} />
      {data.assignments.length === 0 ? (
        <section class="card stack">
          <h2>No assignments</h2>
          <p>This course has no published assignment. Lessons of this kind are marked as done here.</p>
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
      <h2 id="to-do">{query === "" ? "To be marked" : "Learners found"}</h2>
      <search class="stack">
        <div class="find">
          <SearchField
            id="find-in-assignment"
            label="Search by name or user ID"
            value={view.query}
            onChange={(text) => change({ query: text })}
          />
          <div>
            <label for="assignment">Assignment</label>
            <select
              id="assignment"
              value={chosen.lesson_id}
              onChange={(event) => change({ lessonId: event.currentTarget.value })}
            >
              {course.assignments.map((assignment) => (
                <option key={assignment.lesson_id} value={assignment.lesson_id}>
                  {assignment.required ? `${assignment.title} (required)` : assignment.title}
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
            <span>Only learners who have completed everything else</span>
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
