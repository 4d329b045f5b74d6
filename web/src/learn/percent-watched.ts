import { hundredths, type Range } from "../played";

/** What a page knows about a video that is being watched. */
export interface WatchState {
  readonly durationSeconds: number;
  /** As counted by the API. */
  readonly percentWatched: number;
  /** Ranges that the API counts, as far as the page knows. */
  readonly known: readonly Range[];
  /** Ranges that the API does not count yet. */
  readonly pending: readonly Range[];
}

/**
 * How much of a video is watched, in percent, between two responses of the API.
 *
 * Until the page knows which hundredths the API counts, the unknown ones are assumed to be the first of the video.
 * Without pending ranges, the result is the API's number.
 */
export function percentWatched({ durationSeconds, percentWatched: counted, known, pending }: WatchState): number {
  if (durationSeconds <= 0) return counted;
  const parts = hundredths(known, durationSeconds);
  for (let part = 0; parts.size < counted && part < 100; part += 1) parts.add(part);
  const added = [...hundredths(pending, durationSeconds)].filter((part) => !parts.has(part));
  return Math.min(100, counted + added.length);
}
