const FIRST_MS = 2000;
const MAX_MS = 5 * 60_000;

/**
 * Exponential backoff with jitter, so that devices that failed together do not retry together.
 *
 * @param failures consecutive failures, from 1.
 * @param minimumMs the delay that the service asked for.
 */
export function backoffMs(failures: number, minimumMs = 0, random = Math.random): number {
  const delay = Math.min(MAX_MS, FIRST_MS * 2 ** (failures - 1));
  return minimumMs + delay * (0.5 + random() / 2);
}
