import type { ProgressEvent } from "../outbox";
import type { LessonStanding } from "./use-course";

/** Positions this close to the end count as the end. */
const END_MARGIN_SECONDS = 2;

/**
 * Where to start a video: at the learner's last position, from pending events of this device or else from the API; at
 * the beginning if that was the end.
 */
export function resumePosition(lesson: LessonStanding, pending: readonly ProgressEvent[]): number {
  const position = pending
    .flatMap((event) => (event.type === "playback" ? [event] : []))
    .reduce<number | null>((_, event) => event.position_seconds, lesson.position_seconds);
  const end = lesson.duration_seconds ?? Infinity;
  return position === null || position < 1 || position > end - END_MARGIN_SECONDS ? 0 : position;
}
