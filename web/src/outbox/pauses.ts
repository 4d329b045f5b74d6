const FIRST_MS = 2000;
const LONGEST_MS = 5 * 60_000;

/**
 * How long to wait before trying again: twice as long each time, and never quite as long as others do, so that devices
 * that failed together do not come back together.
 *
 * @param failures how often it has failed in a row, from 1.
 * @param afterMs what the service asked for, at least.
 */
export function pauseMs(failures: number, afterMs = 0, random = Math.random): number {
  const growing = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return afterMs + growing * (0.5 + random() / 2);
}
