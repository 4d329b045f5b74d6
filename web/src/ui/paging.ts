// Cursor pagination of the API's lists.
import { ProblemError } from "../api/client";

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of the next page; null on the last one. */
  readonly next_cursor: string | null;
}

/** A request for one page. */
export interface PageRequest {
  /** Undefined for the first page. */
  readonly cursor: string | undefined;
  readonly signal: AbortSignal;
}

/** At most four requests a second, so that loading a whole list does not slow down others. */
const INTERVAL_MS = 250;
/** Delay and number of retries after 429 and 503; the delay grows with each one. */
const RETRY_DELAY_MS = 2000;
const MAX_RETRIES = 3;

/**
 * Iterate over the pages of a list at a limited rate, until the last one or until aborted.
 *
 * After the first page, requests are retried while the service is busy. Other errors are thrown, and so is any error
 * of the first page, which the user is waiting for.
 *
 * @param load fetches one page.
 * @param cursor where to continue; undefined for the beginning.
 * @param signal aborts the iteration, also during a request.
 * @param pause waits for a number of milliseconds, or until aborted.
 */
export async function* pagesOf<ListPage extends Page<unknown>>(
  load: (wanted: PageRequest) => Promise<ListPage>,
  cursor: string | undefined,
  signal: AbortSignal,
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void> = sleep,
): AsyncGenerator<ListPage, void, undefined> {
  let next: string | null | undefined = cursor;
  let failures = 0;
  while (next !== null && !signal.aborted) {
    try {
      const page: ListPage = await load({ cursor: next, signal });
      // The signal may have been aborted during the request.
      if (isAborted(signal)) return;
      yield page;
      next = page.next_cursor;
      failures = 0;
      if (next !== null) await pause(INTERVAL_MS, signal);
    } catch (error) {
      if (isAborted(signal)) return;
      failures += 1;
      if (next === undefined || !isBusy(error) || failures > MAX_RETRIES) throw error;
      await pause(RETRY_DELAY_MS * failures, signal);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 429 || error.status === 503);
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
