import { unwrap, api, type Schemas } from "../api/client";
import { useHistoryState } from "../ui/use-history-state";
import { PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import type { PageRequest } from "../ui/paging";
import { searchLearners, type SortOrder, sortLearners } from "./search-learners";

/** What an instructor looks at: which learners, in which order, how many of them. */
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
 * The learners of a course, as far as they are wanted.
 *
 * The API gives them by id and knows no search: whoever searches or orders needs all of them, and they are loaded one
 * page after the other until the search is cleared.
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
    /** Whether all learners are needed for what is asked. */
    needsAll,
    /** All that were found, in order. */
    matching,
    visible: matching.slice(0, view.shown),
    counts: list.lastPage?.summary,
    /** Learners may come while a list is read: there are no fewer than were seen. */
    total: list.complete ? list.items.length : Math.max(list.lastPage?.summary.enrolled ?? 0, list.items.length),
    /** Whether there is more to show than is shown. */
    hasMore: matching.length > view.shown || (!needsAll && !list.complete),
  };
}

/** What `useRoster` gives. */
export type Roster = ReturnType<typeof useRoster>;
