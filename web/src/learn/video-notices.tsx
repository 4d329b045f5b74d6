import { useEffect } from "preact/hooks";

import { announce } from "../ui/announcer";
import { clock } from "../ui/text";
import type { LessonProps } from "./lesson";
import type { Video } from "./use-video";

/** The video is not there, or the browser cannot play it. */
export function VideoFailure({ retry }: { retry: () => void }) {
  return (
    <div class="notice notice-bad" role="alert">
      <p>
        {navigator.onLine
          ? "This video cannot be loaded right now. If it stays away, please tell your instructor."
          : "This video cannot be loaded: this device is offline."}{" "}
        Nothing that you have watched is lost.
      </p>
      <button class="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

/** Played to its end, a video that is shorter than the course says would leave its lesson incomplete. */
export function TooShort({ video, course, lesson }: LessonProps & { video: Video }) {
  const needed = ((lesson.duration_seconds ?? 0) * course.completion_rule.lesson_watch_percent) / 100;
  if (video.durationSeconds === null || video.durationSeconds + 1 >= needed || lesson.completed_at !== null)
    return null;
  return (
    <div class="notice">
      <p>
        This video is shorter than the course says ({clock(video.durationSeconds)} of{" "}
        {clock(lesson.duration_seconds ?? 0)}), so playing it does not complete the lesson. Please tell your instructor.
      </p>
    </div>
  );
}

/** How much further another device must be for it to be worth a word. */
const FURTHER_SECONDS = 5;

/** Another device of the same learner has gone on; whoever does not play here may go there. */
export function Elsewhere({ video, lesson }: { video: Video; lesson: LessonProps["lesson"] }) {
  const there = lesson.position_seconds ?? 0;
  const isFurther = there > video.positionSeconds + FURTHER_SECONDS && !video.knows(there);
  const isOffered = isFurther && !video.isPlaying;
  useEffect(() => {
    if (isOffered) announce(`Another device is at ${clock(there)}`);
  }, [isOffered, there]);
  if (!isOffered) return null;
  return (
    <div class="notice">
      <p>Another device is at {clock(there)}.</p>
      <button class="button" onClick={() => video.goTo(there)}>
        Go there
      </button>
    </div>
  );
}
