import { hundredths, type Range, subtract } from "../played";

/** What a page knows of a video that is being watched. */
export interface WatchState {
  readonly durationSeconds: number;
  /** What the API counts. */
  readonly percentWatched: number;
  /** What was played on this page. */
  readonly played: readonly Range[];
  /** What was played and is not among what the API counts yet. */
  readonly pending: readonly Range[];
}

/**
 * How much of a video is watched, in percent, between two answers of the API.
 *
 * The API says how many hundredths it counts, not which. Those that it has from this page are known; for the others the
 * first of the video are taken, since most people begin at the beginning. With nothing pending it is what the API says.
 */
export function percentWatched({ durationSeconds, percentWatched: counted, played, pending }: WatchState): number {
  if (durationSeconds <= 0) return counted;
  const known = hundredths(subtract(played, pending), durationSeconds);
  for (let part = 0; known.size < counted && part < 100; part += 1) known.add(part);
  const added = [...hundredths(pending, durationSeconds)].filter((part) => !known.has(part));
  return Math.min(100, counted + added.length);
}
