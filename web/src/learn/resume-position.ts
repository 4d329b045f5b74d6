import type { ProgressEvent } from "../outbox";
import type { LessonStanding } from "./use-course";

/** Whoever stands this close to the end has nothing left to go on with. */
const END_MARGIN_SECONDS = 2;

/**
 * Where a video begins when its page is opened: where the learner was, by what this device has not sent yet, else by
 * what the API knows; at the beginning again when that was the end.
 */
export function resumePosition(lesson: LessonStanding, pending: readonly ProgressEvent[]): number {
  const position = pending
    .flatMap((event) => (event.type === "playback" ? [event] : []))
    .reduce<number | null>((_, event) => event.position_seconds, lesson.position_seconds);
  const end = lesson.duration_seconds ?? Infinity;
  return position === null || position < 1 || position > end - END_MARGIN_SECONDS ? 0 : position;
}
