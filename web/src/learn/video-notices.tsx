import { useEffect } from "preact/hooks";

import { announce } from "../ui/announcer";
import { formatTime } from "../ui/format";
import type { LessonProps } from "./lesson";
import type { Video } from "./use-video";

/** The video is not there, or the browser cannot play it. */
export function VideoError({ retry }: { retry: () => void }) {
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
export function VideoTooShort({ video, course, lesson }: LessonProps & { video: Video }) {
  const needed = ((lesson.duration_seconds ?? 0) * course.completion_rule.lesson_watch_percent) / 100;
  if (video.durationSeconds === null || video.durationSeconds + 1 >= needed || lesson.completed_at !== null)
    return null;
  return (
    <div class="notice">
      <p>
        This video is shorter than the course says ({formatTime(video.durationSeconds)} of{" "}
        {formatTime(lesson.duration_seconds ?? 0)}), so playing it does not complete the lesson. Please tell your
        instructor.
      </p>
    </div>
  );
}

/** How much further another device must be for it to be worth a word. */
const MIN_LEAD_SECONDS = 5;

/** Another device of the same learner has gone on; whoever does not play here may go there. */
export function OtherDevicePosition({ video, lesson }: { video: Video; lesson: LessonProps["lesson"] }) {
  const otherPosition = lesson.position_seconds ?? 0;
  const isAhead = otherPosition > video.positionSeconds + MIN_LEAD_SECONDS && !video.isKnownPosition(otherPosition);
  const isShown = isAhead && !video.isPlaying;
  useEffect(() => {
    if (isShown) announce(`Another device is at ${formatTime(otherPosition)}`);
  }, [isShown, otherPosition]);
  if (!isShown) return null;
  return (
    <div class="notice">
      <p>Another device is at {formatTime(otherPosition)}.</p>
      <button class="button" onClick={() => video.seek(otherPosition)}>
        Go there
      </button>
    </div>
  );
}
