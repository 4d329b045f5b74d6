import { useEffect, useState } from "preact/hooks";

import { api, unwrap } from "../api/client";
import { hundredths, merge, type Range } from "../played";
import type { LessonStanding } from "./use-course";

/** The ranges of a video that the API counts. */
export interface StoredRanges {
  readonly ranges: readonly Range[];
  /** Whether these, and what this page has sent, are all that the API counts. */
  readonly isComplete: boolean;
}

/**
 * Which ranges of a video the API counts. A course has only their sum: they are loaded when that is more than this page
 * knows of. So a video that was not begun takes no request, and nor does one that was played to its end.
 *
 * @param sent ranges that the API has received from this page.
 */
export function useStoredRanges(slug: string, lesson: LessonStanding, sent: readonly Range[]): StoredRanges {
  const [loaded, setLoaded] = useState<readonly Range[]>([]);
  const duration = lesson.duration_seconds ?? 0;
  const counted = lesson.percent_watched;
  const ranges = counted === 100 ? [[0, duration] as const] : loaded;
  const isComplete = duration === 0 || hundredths(merge(ranges, sent), duration).size >= counted;
  useEffect(() => {
    if (isComplete) return;
    let isOutdated = false;
    const path = { slug, lesson_id: lesson.lesson_id };
    unwrap(api.GET("/my-courses/{slug}/lessons/{lesson_id}", { params: { path } })).then(
      ({ played }) => {
        if (!isOutdated) setLoaded(played as unknown as Range[]);
      },
      // The page works without them; they are loaded after the next change.
      () => undefined,
    );
    return () => {
      isOutdated = true;
    };
  }, [counted, isComplete]);
  return { ranges, isComplete };
}
