import { useEffect } from "preact/hooks";

import { key, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { formatTime } from "../ui/format";
import type { LessonProps } from "./lesson-props";
import type { Video } from "./use-video";

/** The browser cannot load or play the video. */
export function VideoError({ retry }: { retry: () => void }) {
  return (
    <div class="notice notice-bad" role="alert">
      <p>{t(navigator.onLine ? key("video.failed") : key("video.failed_offline"))}</p>
      <button class="button" onClick={retry}>
        {t("retry")}
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
        {t("video.too_short", {
          length: formatTime(video.durationSeconds),
          expected: formatTime(lesson.duration_seconds ?? 0),
        })}
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
    if (isShown) announce(t("video.other_device", { time: formatTime(otherPosition) }));
  }, [isShown, otherPosition]);
  if (!isShown) return null;
  return (
    <div class="notice">
      <p>{t("video.other_device_sentence", { time: formatTime(otherPosition) })}</p>
      <button class="button" onClick={() => video.seek(otherPosition)}>
        {t("video.jump", { time: formatTime(otherPosition) })}
      </button>
    </div>
  );
}

/** The video could be loaded only without its captions. */
export function CaptionsError() {
  return (
    <div class="notice">
      <p>{t("video.captions_failed")}</p>
    </div>
  );
}
