import { useRef, useState } from "preact/hooks";

import { config, mediaUrl } from "../config";
import { outbox } from "../outbox";
import { ProgressBar } from "../ui/progress-bar";
import { formatTime } from "../ui/format";
import type { LessonProps } from "./lesson-props";
import { resumePosition } from "./resume-position";
import { useVideo, type Video } from "./use-video";
import { OtherDevicePosition, VideoTooShort, VideoError } from "./video-notices";

/** A video that resumes where the learner stopped, and how much of it they have watched. */
export function VideoLesson({ course, lesson }: LessonProps) {
  const element = useRef<HTMLVideoElement>(null);
  const [start] = useState(() => resumePosition(lesson, outbox().pendingFor(course.slug, lesson.lesson_id)));
  const video = useVideo(element, course.slug, lesson, start);
  const { video_url, captions_url } = config();
  const urlFor = (pattern: string) => mediaUrl(pattern, course.course_id, lesson.lesson_id);
  return (
    <>
      <video
        ref={element}
        class="study-video"
        controls
        playsInline
        preload="metadata"
        aria-label={lesson.title}
        src={urlFor(video_url)}
      >
        {captions_url && <track kind="captions" label="Captions" src={urlFor(captions_url)} />}
      </video>
      {video.hasFailed && <VideoError retry={video.retry} />}
      <VideoTooShort video={video} course={course} lesson={lesson} />
      <OtherDevicePosition video={video} lesson={lesson} />
      <WatchProgress video={video} course={course} lesson={lesson} />
      {start > 0 && <Resumed start={start} video={video} />}
    </>
  );
}

function WatchProgress({ video, course, lesson }: LessonProps & { video: Video }) {
  const required = course.completion_rule.lesson_watch_percent;
  return (
    <section class="study-watched" aria-label="Watch progress">
      <p>
        <strong>{video.percentWatched}% watched</strong>
      </p>
      <div class="study-bar">
        <ProgressBar percent={video.percentWatched} label={`Progress in ${lesson.title}`} />
        {required < 100 && lesson.completed_at === null && (
          <span class="study-required" style={{ insetInlineStart: `${required}%` }} />
        )}
      </div>
      {lesson.completed_at === null && <p class="hint">{watchRule(required)}</p>}
    </section>
  );
}

/** How much of the video must be played. */
export function watchRule(percent: number): string {
  const amount = percent === 100 ? "all" : `at least ${percent}%`;
  return `Play ${amount} of this video to complete the lesson. Skipped parts do not count; playback speed does not matter.`;
}

function Resumed({ start, video }: { start: number; video: Video }) {
  const [isDismissed, setDismissed] = useState(false);
  if (isDismissed) return null;
  return (
    <p class="row">
      Resumed at {formatTime(start)}
      <button
        class="button button-quiet"
        onClick={() => {
          setDismissed(true);
          video.seek(0);
          video.play();
        }}
      >
        Start over
      </button>
    </p>
  );
}
