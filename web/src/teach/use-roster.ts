import { answered, api, type Schemas } from "../api/client";
import { useKept } from "../ui/use-kept";
import { STEP, usePaged } from "../ui/use-paged";
import type { Wanted } from "../ui/paging";
import { found, type Order, ordered } from "./finding";

/** What an instructor looks at: which learners, in which order, how many of them. */
export interface View {
  readonly query: string;
  readonly order: Order;
  readonly shown: number;
}

const EVERYBODY: View = { query: "", order: "id", shown: STEP };

/** One page of the learners of a course. */
export function loadLearners(courseId: string, wanted: Wanted & { limit: number }): Promise<Schemas["LearnerList"]> {
  const { cursor, limit, signal } = wanted;
  const params = { path: { course_id: courseId }, query: { limit, ...(cursor ? { cursor } : {}) } };
  return answered(api.GET("/admin/courses/{course_id}/learners", { params, signal }));
}

/**
 * The learners of a course, as far as they are wanted.
 *
 * The API gives them by id and knows no search: whoever searches or orders needs all of them, and they are loaded one
 * page after the other until the search is cleared.
 */
export function useRoster(courseId: string) {
  const [view, setView] = useKept<View>("learners", EVERYBODY);
  const everybody = view.query.trim() !== "" || view.order !== "id";
  const list = usePaged<Schemas["LearnerSummary"], Schemas["LearnerList"]>(
    (wanted) => loadLearners(courseId, wanted),
    courseId,
    everybody ? Infinity : view.shown,
  );
  const matching = ordered(found(list.items, view.query), view.order);
  return {
    list,
    view,
    setView,
    /** Whether all learners are needed for what is asked. */
    everybody,
    /** All that were found, in order. */
    matching,
    visible: matching.slice(0, view.shown),
    counts: list.newest?.summary,
    /** Learners may come while a list is read: there are no fewer than were seen. */
    total: list.complete ? list.items.length : Math.max(list.newest?.summary.enrolled ?? 0, list.items.length),
    /** Whether there is more to show than is shown. */
    more: matching.length > view.shown || (!everybody && !list.complete),
  };
}

/** What `useRoster` gives. */
export type Roster = ReturnType<typeof useRoster>;
