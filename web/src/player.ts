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
import { merge, type Range, within, without } from "./played";

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

const EVERY_MS = 15_000;
/** Whoever drags along the timeline seeks many times; where they end is what matters. */
const SETTLED_MS = 500;
/** A smaller step than this is no change of position. */
const STEP_SECONDS = 0.25;

/** Follow a video from now on, beginning at `startSeconds`. */
export function follow(video: HTMLVideoElement, { report, startSeconds = 0, durationSeconds }: Options): Player {
  const page = video.ownerDocument;
  const end = durationSeconds ?? Infinity;
  const stopped = new AbortController();
  let played: Range[] = [];
  let reported: Range[] = [];
  let position = startSeconds;
  let here = startSeconds;
  let begun = false;
  let beating: ReturnType<typeof setInterval> | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;

  /** A source that is loaded anew forgets what was played, and stands at 0 until it is there: what was is kept. */
  const look = () => {
    played = merge(played, within(rangesOf(video.played), 0, end));
    if (begun && video.readyState > 0) here = milliseconds(Math.min(video.currentTime, end));
  };
  const unreported = () => {
    look();
    return without(played, reported);
  };
  const moved = () => Math.abs(here - position) >= STEP_SECONDS;
  const tell = () => {
    clearTimeout(settling);
    const news = unreported();
    if (news.length === 0 && !moved()) return;
    reported = played;
    position = here;
    report({ position_seconds: here, played: news });
  };
  const begin = () => {
    if (begun) return;
    if (here > 0) video.currentTime = here;
    begun = true;
  };
  const beat = () => {
    clearInterval(beating);
    beating = setInterval(tell, EVERY_MS);
  };
  const rest = () => {
    clearInterval(beating);
    tell();
  };
  const listen = (target: EventTarget | null, type: string, listener: () => void) =>
    target?.addEventListener(type, listener, { signal: stopped.signal });

  listen(video, "loadedmetadata", begin);
  listen(video, "emptied", () => {
    begun = false;
  });
  listen(video, "play", beat);
  listen(video, "timeupdate", look);
  listen(video, "pause", rest);
  listen(video, "ended", rest);
  listen(video, "seeked", () => {
    look();
    clearTimeout(settling);
    if (moved()) settling = setTimeout(tell, SETTLED_MS);
  });
  listen(page, "visibilitychange", () => {
    if (page.visibilityState === "hidden") tell();
  });
  listen(page.defaultView, "pagehide", tell);
  if (video.readyState > 0) begin();
  if (!video.paused) beat();

  return {
    played() {
      look();
      return played;
    },
    unreported,
    stop() {
      rest();
      stopped.abort();
    },
  };
}

/** Whole milliseconds: finer than any player is, and short to write. */
function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function rangesOf(times: TimeRanges): Range[] {
  return Array.from({ length: times.length }, (_, index): Range => {
    return [milliseconds(times.start(index)), milliseconds(times.end(index))];
  });
}
