import { useEffect } from "preact/hooks";

import { announce } from "../ui/announcer";
import { formatTime } from "../ui/format";
import type { LessonProps } from "./lesson-props";
import type { Video } from "./use-video";

/** The browser cannot load or play the video. */
export function VideoError({ retry }: { retry: () => void }) {
  return (
    <div class="notice notice-bad" role="alert">
      <p>
        {navigator.onLine
          ? "This video could not be loaded. If this keeps happening, please tell your instructor."
          : "This video could not be loaded because this device is offline."}{" "}
        Your watch progress is not affected.
      </p>
      <button class="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

/** Warns that the video file is too short to ever complete its lesson. */
export function VideoTooShort({ video, course, lesson }: LessonProps & { video: Video }) {
  const needed = ((lesson.duration_seconds ?? 0) * course.completion_rule.lesson_watch_percent) / 100;
  if (video.durationSeconds === null || video.durationSeconds + 1 >= needed || lesson.completed_at !== null)
    return null;
  return (
    <div class="notice">
      <p>
        This video is shorter than expected ({formatTime(video.durationSeconds)} instead of{" "}
        {formatTime(lesson.duration_seconds ?? 0)}), so watching it does not complete the lesson. Please tell your
        instructor.
      </p>
    </div>
  );
}

/** How far ahead another device must be to be mentioned. */
const MIN_LEAD_SECONDS = 5;

/** Offers to jump to the position of another device, if that is ahead and this video is not playing. */
export function OtherDevicePosition({ video, lesson }: { video: Video; lesson: LessonProps["lesson"] }) {
  const otherPosition = lesson.position_seconds ?? 0;
  const isAhead = otherPosition > video.positionSeconds + MIN_LEAD_SECONDS && !video.isKnownPosition(otherPosition);
  const isShown = isAhead && !video.isPlaying;
  useEffect(() => {
    if (isShown) announce(`You are at ${formatTime(otherPosition)} on another device`);
  }, [isShown, otherPosition]);
  if (!isShown) return null;
  return (
    <div class="notice">
      <p>You are at {formatTime(otherPosition)} on another device.</p>
      <button class="button" onClick={() => video.seek(otherPosition)}>
        Jump to {formatTime(otherPosition)}
      </button>
    </div>
  );
}

/** The video could be loaded only without its captions. */
export function CaptionsError() {
  return (
    <div class="notice">
      <p>The captions of this video could not be loaded. Please tell your instructor.</p>
    </div>
  );
}
