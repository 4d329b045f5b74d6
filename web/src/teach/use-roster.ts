import { unwrap, api, type Schemas } from "../api/client";
import { useHistoryState } from "../ui/use-history-state";
import { PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import type { PageRequest } from "../ui/paging";
import { searchLearners, type SortOrder, sortLearners } from "./search-learners";

/** The search query, sort order and number of learners shown. */
export interface View {
  readonly query: string;
  readonly order: SortOrder;
  readonly shown: number;
}

const INITIAL_VIEW: View = { query: "", order: "id", shown: PAGE_SIZE };

/** One page of the learners of a course. */
export function loadLearners(
  courseId: string,
  wanted: PageRequest & { limit: number },
): Promise<Schemas["LearnerList"]> {
  const { cursor, limit, signal } = wanted;
  const params = { path: { course_id: courseId }, query: { limit, ...(cursor ? { cursor } : {}) } };
  return unwrap(api.GET("/admin/courses/{course_id}/learners", { params, signal }));
}

/**
 * The learners of a course, searched and sorted.
 *
 * The API sorts by ID and has no search: a search or another sort order loads all learners, page by page.
 */
export function useRoster(courseId: string) {
  const [view, setView] = useHistoryState<View>("learners", INITIAL_VIEW);
  const needsAll = view.query.trim() !== "" || view.order !== "id";
  const list = usePagedList<Schemas["LearnerSummary"], Schemas["LearnerList"]>(
    (wanted) => loadLearners(courseId, wanted),
    courseId,
    needsAll ? Infinity : view.shown,
  );
  const matching = sortLearners(searchLearners(list.items, view.query), view.order);
  return {
    list,
    view,
    setView,
    /** Whether the search or sort order needs all learners. */
    needsAll,
    /** All matching learners, sorted. */
    matching,
    visible: matching.slice(0, view.shown),
    counts: list.lastPage?.summary,
    /** At least as many as were loaded: learners may enroll while the list is loading. */
    total: list.complete ? list.items.length : Math.max(list.lastPage?.summary.enrolled ?? 0, list.items.length),
    /** Whether there are more learners to show. */
    hasMore: matching.length > view.shown || (!needsAll && !list.complete),
  };
}

/** The result of `useRoster`. */
export type Roster = ReturnType<typeof useRoster>;
