import { useCallback, useRef } from "preact/hooks";

import { answered, api, type Schemas } from "../api/client";
import { type Loaded, useLoaded } from "../ui/use-loaded";
import { useLookedAtAgain } from "../ui/use-looked-at-again";

type MyCourses = Schemas["MyCourses"];

// Two and three columns end evenly.
const SHOWN_AT_ONCE = 24;
const MOST_A_CALL = 100;

/** The learner's dashboard, from its beginning to as far as was asked for; it catches up when it is looked at again. */
export function useMyCourses(): Loaded<MyCourses> & { readonly showMore: () => Promise<void> } {
  const wanted = useRef(SHOWN_AT_ONCE);
  const loaded = useLoaded(() => firstCourses(wanted.current, ask), "my-courses");
  useLookedAtAgain(() => void loaded.reload());
  const { reload } = loaded;
  const showMore = useCallback(() => {
    wanted.current += SHOWN_AT_ONCE;
    return reload();
  }, []);
  return { ...loaded, showMore };
}

/**
 * The first courses of the list, anew: what was shown before may have changed as well.
 *
 * @param wanted how many at most.
 * @param askFor gives a page of so many courses, behind a cursor.
 */
export async function firstCourses(
  wanted: number,
  askFor: (limit: number, cursor: string | null) => Promise<MyCourses>,
): Promise<MyCourses> {
  let found = await askFor(Math.min(wanted, MOST_A_CALL), null);
  while (found.next_cursor !== null && found.items.length < wanted) {
    const next = await askFor(Math.min(wanted - found.items.length, MOST_A_CALL), found.next_cursor);
    found = { ...next, items: [...found.items, ...next.items] };
  }
  return found;
}

function ask(limit: number, cursor: string | null): Promise<MyCourses> {
  return answered(api.GET("/my-courses", { params: { query: { limit, ...(cursor === null ? {} : { cursor }) } } }));
}
