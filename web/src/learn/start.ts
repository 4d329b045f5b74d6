import type { ProgressEvent } from "../outbox";
import type { LessonStanding } from "./course-state";

/** Whoever stands this close to the end has nothing left to go on with. */
const END_SECONDS = 2;

/**
 * Where a video begins when its page is opened: where the learner was, by what this device has not sent yet, else by
 * what the API knows; at the beginning again when that was the end.
 */
export function startSeconds(lesson: LessonStanding, waiting: readonly ProgressEvent[]): number {
  const here = waiting
    .flatMap((event) => (event.type === "playback" ? [event] : []))
    .reduce<number | null>((_, event) => event.position_seconds, lesson.position_seconds);
  const end = lesson.duration_seconds ?? Infinity;
  return here === null || here < 1 || here > end - END_SECONDS ? 0 : here;
}
