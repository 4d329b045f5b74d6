/**
 * Reports what is really played of a video, for any page that shows one: no framework, no other part of these pages
 * but `played.ts`.
 *
 * ```ts
 * const player = follow(document.querySelector("video"), {
 *   startSeconds: lesson.position_seconds ?? 0, // goes on from there
 *   durationSeconds: lesson.duration_seconds, // the API's; it rejects what lies beyond
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
 * // ... and when the page goes on to another lesson:
 * player.stop();
 * ```
 *
 * `report` is called every 15 seconds of playing, on pause, after a seek, at the end, and when the page is hidden or
 * left: each time with the ranges of seconds that were played since the last report, and never with nothing new. What
 * counts is what the browser says it played (`HTMLMediaElement.played`): a seek skips, what is played again counts
 * once, the speed does not matter, and a page that sleeps misses nothing.
 */
import { merge, type Range, clip, subtract } from "./played";

/** What was played since the last report, and where the player stands; a progress event has the same names. */
export interface Report {
  readonly position_seconds: number;
  readonly played: Range[];
}

export interface Options {
  /** Keep it and send it; one that is lost is not repeated. */
  readonly report: (report: Report) => void;
  /** Where to begin. */
  readonly startSeconds?: number;
  /** How long the video is by the API's account; it may differ a little from what the browser finds. */
  readonly durationSeconds?: number | null;
}

export interface Player {
  /** All that was played since the video is followed. */
  played(): Range[];
  /** What was played and not reported yet. */
  unreported(): Range[];
  /** Report what there is, and follow the video no longer. */
  stop(): void;
}

const REPORT_INTERVAL_MS = 15_000;
/** Whoever drags along the timeline seeks many times; where they end is what matters. */
const SEEK_DEBOUNCE_MS = 500;
/** A smaller step than this is no change of position. */
const MIN_MOVE_SECONDS = 0.25;

/** Follow a video from now on, beginning at `startSeconds`. */
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

  /** A source that is loaded anew forgets what was played, and stands at 0 until it is there: what was is kept. */
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

/** Whole milliseconds: finer than any player is, and short to write. */
function roundToMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function toRanges(times: TimeRanges): Range[] {
  return Array.from({ length: times.length }, (_, index): Range => {
    return [roundToMilliseconds(times.start(index)), roundToMilliseconds(times.end(index))];
  });
}
