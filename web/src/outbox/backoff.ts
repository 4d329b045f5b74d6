const FIRST_MS = 2000;
const MAX_MS = 5 * 60_000;

/**
 * How long to wait before trying again: twice as long each time, and never quite as long as others do, so that devices
 * that failed together do not come back together.
 *
 * @param failures how often it has failed in a row, from 1.
 * @param minimumMs what the service asked for, at least.
 */
export function backoffMs(failures: number, minimumMs = 0, random = Math.random): number {
  const delay = Math.min(MAX_MS, FIRST_MS * 2 ** (failures - 1));
  return minimumMs + delay * (0.5 + random() / 2);
}
