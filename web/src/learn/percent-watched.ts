import { hundredths, type Range, subtract } from "../played";

/** What a page knows about a video that is being watched. */
export interface WatchState {
  readonly durationSeconds: number;
  /** As counted by the API. */
  readonly percentWatched: number;
  /** Ranges that were played on this page. */
  readonly played: readonly Range[];
  /** Ranges that the API does not count yet. */
  readonly pending: readonly Range[];
}

/**
 * Estimate how much of a video is watched, in percent, between two responses of the API.
 *
 * The API returns how many hundredths it counts, not which. Those that were sent from this page are known; the others
 * are assumed to be the first of the video. Without pending ranges, the result is the API's number.
 */
export function percentWatched({ durationSeconds, percentWatched: counted, played, pending }: WatchState): number {
  if (durationSeconds <= 0) return counted;
  const known = hundredths(subtract(played, pending), durationSeconds);
  for (let part = 0; known.size < counted && part < 100; part += 1) known.add(part);
  const added = [...hundredths(pending, durationSeconds)].filter((part) => !known.has(part));
  return Math.min(100, counted + added.length);
}
