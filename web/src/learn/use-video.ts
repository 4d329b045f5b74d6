import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { outbox } from "../outbox";
import { useOutbox } from "../outbox/use-outbox";
import { merge } from "../played";
import { follow, type Player } from "../player";
import type { LessonStanding } from "./use-course";
import { percentWatched } from "./percent-watched";

/** A video of a lesson, as it goes. */
export interface Video {
  readonly isPlaying: boolean;
  /** The browser cannot load or play it. */
  readonly hasFailed: boolean;
  /** How long it is, once that is known. */
  readonly durationSeconds: number | null;
  /** Where it stands. */
  readonly positionSeconds: number;
  /** How much of it is watched, what is not sent yet included. */
  readonly percentWatched: number;
  /** Whether a position is one that this page began with or reported. */
  readonly isKnownPosition: (seconds: number) => boolean;
  /** Whoever went there with a button goes on from the video: the button is gone. */
  readonly seek: (seconds: number) => void;
  readonly play: () => void;
  /** Load it again, after a failure. */
  readonly retry: () => void;
}

/** Follow a video while its lesson's page is open: what is played of it goes to the outbox. */
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
