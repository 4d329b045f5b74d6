import { useRef, useState } from "preact/hooks";

import { config, mediaAddress } from "../config";
import { outbox } from "../outbox";
import { ProgressBar } from "../ui/progress-bar";
import { clock } from "../ui/text";
import type { LessonProps } from "./lesson";
import { startSeconds } from "./start";
import { useVideo, type Video } from "./use-video";
import { Elsewhere, TooShort, VideoFailure } from "./video-notices";

/** A video, where the learner stands in it, and how much of it is watched. */
export function VideoLesson({ course, lesson }: LessonProps) {
  const element = useRef<HTMLVideoElement>(null);
  const [start] = useState(() => startSeconds(lesson, outbox().waitingFor(course.slug, lesson.lesson_id)));
  const video = useVideo(element, course.slug, lesson, start);
  const { video_url, captions_url } = config();
  const address = (pattern: string) => mediaAddress(pattern, course.course_id, lesson.lesson_id);
  return (
    <>
      <video
        ref={element}
        class="study-video"
        controls
        playsInline
        preload="metadata"
        aria-label={lesson.title}
        src={address(video_url)}
      >
        {captions_url && <track kind="captions" label="Captions" src={address(captions_url)} />}
      </video>
      {video.hasFailed && <VideoFailure retry={video.retry} />}
      <TooShort video={video} course={course} lesson={lesson} />
      <Elsewhere video={video} lesson={lesson} />
      <Watched video={video} course={course} lesson={lesson} />
      {start > 0 && <Resumed start={start} video={video} />}
    </>
  );
}

function Watched({ video, course, lesson }: LessonProps & { video: Video }) {
  const required = course.completion_rule.lesson_watch_percent;
  return (
    <section class="study-watched" aria-label="Watched">
      <p>
        <strong>{video.percentWatched} % watched</strong>
      </p>
      <div class="study-bar">
        <ProgressBar percent={video.percentWatched} label={`Watched of ${lesson.title}`} />
        {required < 100 && lesson.completed_at === null && (
          <span class="study-required" style={{ insetInlineStart: `${required}%` }} />
        )}
      </div>
      {lesson.completed_at === null && <p class="hint">{rule(required)}</p>}
    </section>
  );
}

/** How much must be played, in words. */
export function rule(percent: number): string {
  const share = percent === 100 ? "all of it" : `${percent} % of it`;
  return `The lesson is complete once ${share} was really played. What you skip does not count; the speed does not matter.`;
}

function Resumed({ start, video }: { start: number; video: Video }) {
  const [isOver, setOver] = useState(false);
  if (isOver) return null;
  return (
    <p class="beside">
      Resumed at {clock(start)}
      <button
        class="button button-quiet"
        onClick={() => {
          setOver(true);
          video.goTo(0);
          video.play();
        }}
      >
        Start over
      </button>
    </p>
  );
}
