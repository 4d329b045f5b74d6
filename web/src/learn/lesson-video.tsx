import { useEffect, useRef, useState } from "preact/hooks";

import { outbox } from "../outbox";
import { t } from "../texts/texts";
import { formatPercent, formatTime } from "../ui/format";
import { Controls } from "../watch/controls";
import { Help } from "../watch/help";
import { NextOffer } from "../watch/next-offer";
import { usePreferences } from "../watch/preferences";
import { usePreferredPlayback } from "../watch/preferred-playback";
import { pictureInPicture, runShortcut } from "../watch/run-shortcut";
import { useShortcuts } from "../watch/shortcuts";
import { Skipped } from "../watch/skipped";
import { Timeline } from "../watch/timeline";
import { captionsOf, videoUrl } from "./lesson-media";
import type { LessonProps } from "./lesson-props";
import { lessonPath } from "./paths";
import { resumePosition } from "./resume-position";
import { useVideo, type Video } from "./use-video";
import { CaptionsError, OtherDevicePosition, VideoTooShort, VideoError } from "./video-notices";

/** A video that resumes where the learner stopped, and which parts of it they have watched. */
export function VideoLesson({ course, lesson }: LessonProps) {
  const element = useRef<HTMLVideoElement>(null);
  const [start] = useState(() => resumePosition(lesson, outbox().pendingFor(course.slug, lesson.lesson_id)));
  const [preferences, change] = usePreferences();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const video = useVideo(element, course.slug, lesson, start);
  const [captions, areDropped] = useCaptions({ course, lesson }, video);
  const next = course.lessons[course.lessons.indexOf(lesson) + 1];
  const openHelp = () => setHelpOpen(true);
  usePreferredPlayback(element, preferences, change);
  useShortcuts(preferences.shortcuts, (shortcut) => {
    if (!element.current) return;
    runShortcut(shortcut, {
      element: element.current,
      video,
      preferences,
      change,
      hasCaptions: captions !== null,
      openHelp,
    });
  });
  return (
    <>
      <video
        ref={element}
        class="study-video"
        controls
        playsInline
        preload="metadata"
        aria-label={lesson.title}
        {...(captions?.isCrossOrigin && { crossorigin: "anonymous" })}
        src={videoUrl({ course, lesson })}
      >
        {captions && <track kind="captions" label={captions.label} srclang={captions.language} src={captions.url} />}
      </video>
      <div class="player">
        <Timeline
          durationSeconds={lesson.duration_seconds ?? 0}
          positionSeconds={video.positionSeconds}
          played={video.played}
          isReady={video.durationSeconds !== null}
          onSeek={video.moveTo}
          onToggle={video.toggle}
        />
        <Controls
          preferences={preferences}
          onChange={change}
          hasCaptions={captions !== null}
          onPictureInPicture={pictureInPicture(() => element.current)}
          onHelp={openHelp}
        />
      </div>
      <Help
        open={isHelpOpen}
        isOn={preferences.shortcuts}
        onChange={(shortcuts) => change({ shortcuts })}
        onClose={() => setHelpOpen(false)}
      />
      {video.hasEnded && next && (
        <NextOffer
          title={next.title}
          path={lessonPath(course.slug, next.lesson_id)}
          onStay={() => element.current?.focus()}
        />
      )}
      {video.hasFailed && <VideoError retry={video.retry} />}
      {areDropped && <CaptionsError />}
      <VideoTooShort video={video} course={course} lesson={lesson} />
      <OtherDevicePosition video={video} lesson={lesson} />
      <WatchProgress video={video} course={course} lesson={lesson} />
      {start > 0 && <Resumed start={start} video={video} />}
    </>
  );
}

/**
 * The captions, unless the video cannot be loaded with them.
 *
 * With captions of another origin, browsers load the video only if its host allows that, too (CORS). Without them, they
 * load it from anywhere. A change of `crossorigin` loads the video again by itself.
 */
function useCaptions(props: LessonProps, video: Video) {
  const [areDropped, setDropped] = useState(false);
  const captions = captionsOf(props);
  const isRefused = video.hasFailed && captions?.isCrossOrigin === true && navigator.onLine;
  useEffect(() => {
    if (!isRefused || areDropped) return;
    setDropped(true);
    video.retry();
  }, [isRefused]);
  return [areDropped ? null : captions, areDropped] as const;
}

function WatchProgress({ video, course, lesson }: LessonProps & { video: Video }) {
  return (
    <section class="study-watched" aria-label={t("video.progress")}>
      <p>
        <strong>{t("lesson.watched", { percent: formatPercent(video.percentWatched) })}</strong>
      </p>
      {lesson.completed_at === null && (
        <>
          <p class="hint">{watchRule(course.completion_rule.lesson_watch_percent)}</p>
          <Skipped
            durationSeconds={lesson.duration_seconds ?? 0}
            played={video.played}
            onPlay={(seconds) => {
              video.seek(seconds);
              video.play();
            }}
          />
        </>
      )}
    </section>
  );
}

/** How much of the video must be played. */
export function watchRule(percent: number): string {
  return percent === 100 ? t("video.rule_all") : t("video.rule_percent", { percent: formatPercent(percent) });
}

function Resumed({ start, video }: { start: number; video: Video }) {
  const [isDismissed, setDismissed] = useState(false);
  if (isDismissed) return null;
  return (
    <p class="row">
      {t("video.resumed", { time: formatTime(start) })}
      <button
        class="button button-quiet"
        onClick={() => {
          setDismissed(true);
          video.seek(0);
          video.play();
        }}
      >
        {t("video.start_over")}
      </button>
    </p>
  );
}
