import { useCallback, useRef } from "preact/hooks";

import { unwrap, api, type Schemas } from "../api/client";
import { type Resource, useResource } from "../ui/use-resource";
import { useRefetchOnFocus } from "../ui/use-refetch-on-focus";

type MyCourses = Schemas["MyCourses"];

// Two and three columns end evenly.
const PAGE_SIZE = 24;
const MAX_PAGE_SIZE = 100;

/** The learner's dashboard, from its beginning to as far as was asked for; it catches up when it is looked at again. */
export function useMyCourses(): Resource<MyCourses> & { readonly showMore: () => Promise<void> } {
  const count = useRef(PAGE_SIZE);
  const loaded = useResource(() => loadCourses(count.current, fetchPage), "my-courses");
  useRefetchOnFocus(() => void loaded.reload());
  const { reload } = loaded;
  const showMore = useCallback(() => {
    count.current += PAGE_SIZE;
    return reload();
  }, []);
  return { ...loaded, showMore };
}

/**
 * The first courses of the list, anew: what was shown before may have changed as well.
 *
 * @param count how many at most.
 * @param loadPage gives a page of so many courses, behind a cursor.
 */
export async function loadCourses(
  count: number,
  loadPage: (limit: number, cursor: string | null) => Promise<MyCourses>,
): Promise<MyCourses> {
  let result = await loadPage(Math.min(count, MAX_PAGE_SIZE), null);
  while (result.next_cursor !== null && result.items.length < count) {
    const next = await loadPage(Math.min(count - result.items.length, MAX_PAGE_SIZE), result.next_cursor);
    result = { ...next, items: [...result.items, ...next.items] };
  }
  return result;
}

function fetchPage(limit: number, cursor: string | null): Promise<MyCourses> {
  return unwrap(api.GET("/my-courses", { params: { query: { limit, ...(cursor === null ? {} : { cursor }) } } }));
}
