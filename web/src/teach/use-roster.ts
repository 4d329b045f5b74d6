import { useRef } from "preact/hooks";

import { unwrap, api, type Schemas } from "../api/client";
import { useDebounced } from "../ui/use-debounced";
import { useHistoryState } from "../ui/use-history-state";
import { PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import type { PageRequest } from "../ui/paging";
import { type SortOrder, sortLearners } from "./sort-learners";

/** The search query, sort order and number of learners shown. */
export interface View {
  readonly query: string;
  readonly order: SortOrder;
  readonly shown: number;
}

const INITIAL_VIEW: View = { query: "", order: "id", shown: PAGE_SIZE };
/** Of more learners, only the API's own order is offered: any other loads all of them. */
const MAX_SORTED = 1000;

/** One page of the learners of a course, or of those that a search finds. */
export function loadLearners(
  courseId: string,
  wanted: PageRequest & { limit: number; query?: string },
): Promise<Schemas["LearnerList"]> {
  const { cursor, limit, signal, query } = wanted;
  const asked = { limit, ...(query ? { q: query } : {}), ...(cursor ? { cursor } : {}) };
  const params = { path: { course_id: courseId }, query: asked };
  return unwrap(api.GET("/admin/courses/{course_id}/learners", { params, signal }));
}

/**
 * The learners of a course, searched by the API; sorted here, where there are not too many.
 *
 * @param revision changes when the list has to be loaded again.
 */
export function useRoster(courseId: string, revision = 0) {
  const [view, setView] = useHistoryState<View>("learners", INITIAL_VIEW);
  const query = useDebounced(view.query.trim());
  const lastCounts = useRef<Schemas["LearnerCounts"] | undefined>(undefined);
  const sortable = (lastCounts.current?.enrolled ?? 0) <= MAX_SORTED;
  const order = sortable ? view.order : "id";
  const list = usePagedList<Schemas["LearnerSummary"], Schemas["LearnerList"]>(
    (wanted) => loadLearners(courseId, { ...wanted, query }),
    `${courseId} ${query} ${revision}`,
    order === "id" ? view.shown : Infinity,
  );
  // A new search keeps the counts on the page until it is answered.
  const counts = (lastCounts.current = list.lastPage?.summary ?? lastCounts.current);
  const sorted = sortLearners(list.items, order);
  return {
    list,
    view,
    setView,
    /** What is searched for; empty while nothing is. */
    query,
    order,
    sortable,
    visible: sorted.slice(0, view.shown),
    counts,
    /** How many learners the course has: at least as many as were loaded, since they may enroll meanwhile. */
    total: Math.max(counts?.enrolled ?? 0, list.items.length),
    /** Whether there are more learners to show. */
    hasMore: sorted.length > view.shown || !list.complete,
  };
}

/** The result of `useRoster`. */
export type Roster = ReturnType<typeof useRoster>;
