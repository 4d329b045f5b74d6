/**
 * Reports which parts of a video were actually played, for any page with a `<video>`. It has no dependencies but
 * `played.ts`.
 *
 * ```ts
 * const player = follow(document.querySelector("video"), {
 *   startSeconds: lesson.position_seconds ?? 0, // resumes there
 *   durationSeconds: lesson.duration_seconds, // from the API, which rejects ranges beyond it
 *   report: ({ position_seconds, played }) =>
 *     post("/my-courses/sourdough-bread/progress", {
 *       events: [
 *         {
 *           event_id: crypto.randomUUID(),
 *           lesson_id: "lesson-1",
 *           type: "playback",
 *           occurred_at: new Date().toISOString(),
 *           position_seconds,
 *           played,
 *         },
 *       ],
 *     }),
 * });
 * // ... and before the page shows another lesson:
 * player.stop();
 * ```
 *
 * `report` is called every 30 seconds during playback, on pause, after a seek, at the end, and when the page is hidden or
 * left: each time with the ranges of seconds that were played since the last report, and only if there is something new.
 * The ranges come from the browser (`HTMLMediaElement.played`): skipped parts do not count, repeated parts count once,
 * the playback speed does not matter, and throttled timers in background tabs lose nothing.
 */
import { merge, type Range, clip, subtract } from "./played";

/** What was played since the last report, and the current position; the names are those of a progress event. */
export interface Report {
  readonly position_seconds: number;
  readonly played: Range[];
}

export interface Options {
  /** Store and send the report; it is not repeated. */
  readonly report: (report: Report) => void;
  /** Where to start. */
  readonly startSeconds?: number;
  /** The video's length according to the API; it may differ slightly from the file's. */
  readonly durationSeconds?: number | null;
}

export interface Player {
  /** All ranges that were played since `follow` was called. */
  played(): Range[];
  /** Played ranges that are not reported yet. */
  unreported(): Range[];
  /** Send a last report, and stop following the video. */
  stop(): void;
}

const REPORT_INTERVAL_MS = 30_000;
/** Dragging along the timeline fires many seeks; only the last one matters. */
const SEEK_DEBOUNCE_MS = 500;
/** Smaller changes of the position are not reported. */
const MIN_MOVE_SECONDS = 0.25;

/** Follow a video from now on, starting at `startSeconds`. */
export function follow(video: HTMLVideoElement, { report, startSeconds = 0, durationSeconds }: Options): Player {
  const page = video.ownerDocument;
  const end = durationSeconds ?? Infinity;
  const stopped = new AbortController();
  let played: Range[] = [];
  let reported: Range[] = [];
  let reportedPosition = startSeconds;
  let currentPosition = startSeconds;
  let restored = false;
  let reportTimer: ReturnType<typeof setInterval> | undefined;
  let seekTimer: ReturnType<typeof setTimeout> | undefined;

  /** Reloading the source resets `played` and `currentTime`: earlier values are kept until it is ready. */
  const readVideo = () => {
    played = merge(played, clip(toRanges(video.played), 0, end));
    if (restored && video.readyState > 0) currentPosition = roundToMilliseconds(Math.min(video.currentTime, end));
  };
  const unreported = () => {
    readVideo();
    return subtract(played, reported);
  };
  const hasMoved = () => Math.abs(currentPosition - reportedPosition) >= MIN_MOVE_SECONDS;
  const sendReport = () => {
    clearTimeout(seekTimer);
    const newRanges = unreported();
    if (newRanges.length === 0 && !hasMoved()) return;
    reported = played;
    reportedPosition = currentPosition;
    report({ position_seconds: currentPosition, played: newRanges });
  };
  const restorePosition = () => {
    if (restored) return;
    if (currentPosition > 0) video.currentTime = currentPosition;
    restored = true;
  };
  const startReporting = () => {
    clearInterval(reportTimer);
    reportTimer = setInterval(sendReport, REPORT_INTERVAL_MS);
  };
  const stopReporting = () => {
    clearInterval(reportTimer);
    sendReport();
  };
  const listen = (target: EventTarget | null, type: string, listener: () => void) =>
    target?.addEventListener(type, listener, { signal: stopped.signal });

  listen(video, "loadedmetadata", restorePosition);
  listen(video, "emptied", () => {
    restored = false;
  });
  listen(video, "play", startReporting);
  listen(video, "timeupdate", readVideo);
  listen(video, "pause", stopReporting);
  listen(video, "ended", stopReporting);
  listen(video, "seeked", () => {
    readVideo();
    clearTimeout(seekTimer);
    if (hasMoved()) seekTimer = setTimeout(sendReport, SEEK_DEBOUNCE_MS);
  });
  listen(page, "visibilitychange", () => {
    if (page.visibilityState === "hidden") sendReport();
  });
  listen(page.defaultView, "pagehide", sendReport);
  if (video.readyState > 0) restorePosition();
  if (!video.paused) startReporting();

  return {
    played() {
      readVideo();
      return played;
    },
    unreported,
    stop() {
      stopReporting();
      stopped.abort();
    },
  };
}

/** Milliseconds are precise enough, and keep the JSON short. */
function roundToMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function toRanges(times: TimeRanges): Range[] {
  return Array.from({ length: times.length }, (_, index): Range => {
    return [roundToMilliseconds(times.start(index)), roundToMilliseconds(times.end(index))];
  });
}
