import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { outbox } from "../outbox";
import { useOutbox } from "../outbox/use-outbox";
import { hundredths, merge, type Range, subtract } from "../played";
import { follow, type Player } from "../player";
import type { LessonStanding } from "./use-course";
import { percentWatched } from "./percent-watched";
import { useStoredRanges } from "./use-stored-ranges";

/** The state of a lesson's video. */
export interface Video {
  readonly isPlaying: boolean;
  /** Whether it was played to its end, and not moved since. */
  readonly hasEnded: boolean;
  /** Whether the browser cannot load or play it. */
  readonly hasFailed: boolean;
  /** The length of the file; null until it is loaded. */
  readonly durationSeconds: number | null;
  /** The current position. */
  readonly positionSeconds: number;
  /** How much is watched, including unsent progress. */
  readonly percentWatched: number;
  /** The hundredths that were played, including unsent progress; null while those of other visits are not known. */
  readonly played: ReadonlySet<number> | null;
  /** Whether this page started at or reported a position. */
  readonly isKnownPosition: (seconds: number) => boolean;
  /** Jump to a position. */
  readonly moveTo: (seconds: number) => void;
  /** Jump to a position, and focus the video. */
  readonly seek: (seconds: number) => void;
  readonly play: () => void;
  /** Play or pause. */
  readonly toggle: () => void;
  /** Load it again after an error. */
  readonly retry: () => void;
}

/** Follow a lesson's video, and add what was played to the outbox. */
export function useVideo(
  element: RefObject<HTMLVideoElement | null>,
  slug: string,
  lesson: LessonStanding,
  startSeconds: number,
): Video {
  const [isPlaying, setPlaying] = useState(false);
  const [hasEnded, setEnded] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const [durationSeconds, setDuration] = useState<number | null>(null);
  const [positionSeconds, setPosition] = useState(startSeconds);
  const player = useRef<Player | null>(null);
  const knownPositions = useRef([startSeconds, lesson.position_seconds ?? 0]);
  const seen = useRef<readonly Range[]>([]);
  const sent = useRef<readonly Range[]>([]);
  const pendingEvents = useOutbox().pendingFor(slug, lesson.lesson_id);

  useEffect(() => {
    const video = element.current;
    if (!video) return;
    const activePlayer = follow(video, {
      startSeconds,
      durationSeconds: lesson.duration_seconds,
      report(report) {
        knownPositions.current.push(report.position_seconds);
        void outbox().add(slug, { type: "playback", lesson_id: lesson.lesson_id, ...report });
      },
    });
    player.current = activePlayer;
    const controller = new AbortController();
    const listen = (type: string, listener: () => void) =>
      video.addEventListener(type, listener, { signal: controller.signal });
    listen("loadedmetadata", () => setDuration(video.duration));
    listen("timeupdate", () => setPosition(video.currentTime));
    listen("play", () => {
      setPlaying(true);
      setEnded(false);
    });
    listen("pause", () => setPlaying(false));
    listen("seeking", () => setEnded(false));
    listen("ended", () => setEnded(true));
    listen("error", () => {
      setFailed(true);
      setPlaying(false);
    });
    return () => {
      controller.abort();
      activePlayer.stop();
    };
  }, []);

  const duration = lesson.duration_seconds ?? 0;
  const unsentRanges = pendingEvents.flatMap((event) => (event.type === "playback" ? event.played : []));
  const pending = merge(unsentRanges, player.current?.unreported() ?? []);
  // What leaves the outbox is counted by the API.
  seen.current = merge(seen.current, pending, player.current?.played() ?? []);
  sent.current = merge(sent.current, subtract(seen.current, pending));
  const stored = useStoredRanges(slug, lesson, sent.current);
  const known = merge(stored.ranges, sent.current);
  const moveTo = (seconds: number) => {
    const video = element.current;
    if (!video) return;
    const position = Math.max(0, Math.min(seconds, video.duration || seconds));
    knownPositions.current.push(position);
    video.currentTime = position;
    setPosition(position);
  };
  // Refused if it is paused again before it begins.
  const play = () => void element.current?.play().catch(() => undefined);
  return {
    isPlaying,
    hasEnded,
    hasFailed,
    durationSeconds,
    positionSeconds,
    percentWatched: percentWatched({
      durationSeconds: duration,
      percentWatched: lesson.percent_watched,
      known,
      pending,
    }),
    played: stored.isComplete ? hundredths(merge(known, pending), duration || 1) : null,
    isKnownPosition: (seconds) => knownPositions.current.some((other) => Math.abs(other - seconds) < 0.5),
    moveTo,
    seek(seconds) {
      moveTo(seconds);
      element.current?.focus();
    },
    play,
    toggle: () => (element.current?.paused === false ? element.current.pause() : play()),
    retry() {
      setFailed(false);
      element.current?.load();
    },
  };
}
