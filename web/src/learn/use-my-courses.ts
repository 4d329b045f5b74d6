import { useCallback, useRef } from "preact/hooks";

import { unwrap, api, type Schemas } from "../api/client";
import { type Resource, useResource } from "../ui/use-resource";
import { useRefetchOnFocus } from "../ui/use-refetch-on-focus";

type MyCourses = Schemas["MyCourses"];

// Divisible by two and three columns.
const PAGE_SIZE = 24;
const MAX_PAGE_SIZE = 100;

/** The learner's courses, as many as are shown; reloaded when the user returns to the page. */
export function useMyCourses(): Resource<MyCourses> & { readonly showMore: () => Promise<void> } {
  const count = useRef(PAGE_SIZE);
  const loaded = useResource(() => loadCourses(count.current, fetchPage), "my-courses", "courses");
  useRefetchOnFocus(() => void loaded.reload());
  const { reload } = loaded;
  const showMore = useCallback(() => {
    count.current += PAGE_SIZE;
    return reload();
  }, []);
  return { ...loaded, showMore };
}

/**
 * Load the first courses of the list, including those shown before, which may have changed.
 *
 * @param count how many at most.
 * @param loadPage fetches at most `limit` courses after a cursor.
 */
export async function loadCourses(
  count: number,
  loadPage: (limit: number, cursor: string | null) => Promise<MyCourses>,
): Promise<MyCourses> {
  let result = await loadPage(Math.min(count, MAX_PAGE_SIZE), null);
  while (result.next_cursor !== null && result.items.length < count) {
    const next = await loadPage(Math.min(count - result.items.length, MAX_PAGE_SIZE), result.next_cursor);
    // A course to start is one of its page: the first page's stays.
    const continue_watching = result.continue_watching ?? next.continue_watching;
    result = { ...next, continue_watching, items: [...result.items, ...next.items] };
  }
  return result;
}

/** The learner's own entry for a course, among the first hundred; undefined where there is none. */
export async function findMyCourse(slug: string): Promise<Schemas["MyCourse"] | undefined> {
  const { items } = await fetchPage(MAX_PAGE_SIZE, null);
  return items.find((course) => course.slug === slug);
}

function fetchPage(limit: number, cursor: string | null): Promise<MyCourses> {
  return unwrap(api.GET("/my-courses", { params: { query: { limit, ...(cursor === null ? {} : { cursor }) } } }));
}
