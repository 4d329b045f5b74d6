import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { outbox } from "../outbox";
import { useOutbox } from "../outbox/use-outbox";
import { merge } from "../played";
import { follow, type Player } from "../player";
import type { LessonStanding } from "./use-course";
import { percentWatched } from "./percent-watched";

/** The state of a lesson's video. */
export interface Video {
  readonly isPlaying: boolean;
  /** Whether the browser cannot load or play it. */
  readonly hasFailed: boolean;
  /** The length of the file; null until it is loaded. */
  readonly durationSeconds: number | null;
  /** The current position. */
  readonly positionSeconds: number;
  /** How much is watched, including unsent progress. */
  readonly percentWatched: number;
  /** Whether this page started at or reported a position. */
  readonly isKnownPosition: (seconds: number) => boolean;
  /** Jump to a position, and focus the video. */
  readonly seek: (seconds: number) => void;
  readonly play: () => void;
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
  const [hasFailed, setFailed] = useState(false);
  const [durationSeconds, setDuration] = useState<number | null>(null);
  const [positionSeconds, setPosition] = useState(startSeconds);
  const player = useRef<Player | null>(null);
  const knownPositions = useRef([startSeconds, lesson.position_seconds ?? 0]);
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
    listen("play", () => setPlaying(true));
    listen("pause", () => setPlaying(false));
    listen("error", () => {
      setFailed(true);
      setPlaying(false);
    });
    return () => {
      controller.abort();
      activePlayer.stop();
    };
  }, []);

  const unsentRanges = pendingEvents.flatMap((event) => (event.type === "playback" ? event.played : []));
  return {
    isPlaying,
    hasFailed,
    durationSeconds,
    positionSeconds,
    percentWatched: percentWatched({
      durationSeconds: lesson.duration_seconds ?? 0,
      percentWatched: lesson.percent_watched,
      played: player.current?.played() ?? [],
      pending: merge(unsentRanges, player.current?.unreported() ?? []),
    }),
    isKnownPosition: (seconds) => knownPositions.current.some((other) => Math.abs(other - seconds) < 0.5),
    seek(seconds) {
      const video = element.current;
      if (!video) return;
      knownPositions.current.push(seconds);
      video.currentTime = seconds;
      video.focus();
    },
    play: () => void element.current?.play(),
    retry() {
      setFailed(false);
      element.current?.load();
    },
  };
}
