// Lists of the API come in pages; a page names the one that follows it.
import { ProblemError } from "../api/client";

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** What to ask for the next page with; null at the end. */
  readonly next_cursor: string | null;
}

/** Which page to ask for. */
export interface PageRequest {
  /** Nothing for the first page. */
  readonly cursor: string | undefined;
  readonly signal: AbortSignal;
}

/** At most four requests a second: nobody waits for a whole list so urgently that others should wait for it. */
const INTERVAL_MS = 250;
/** How long to leave a service alone that says it has too much to do, and how often. */
const RETRY_DELAY_MS = 2000;
const MAX_RETRIES = 3;

/**
 * The pages of a list, one after the other, at a bounded rate, until the last one or until it is stopped.
 *
 * In the middle of a list, a service that has too much to do for the moment is asked again. Whatever else it refuses is
 * thrown, and at the beginning that, too: somebody waits for the first page.
 *
 * @param load asks for one page.
 * @param cursor where to go on; nothing for the beginning.
 * @param signal stops it, between pages and in the middle of one.
 * @param pause waits for so many milliseconds, or until it is stopped.
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
      // The signal may have changed while the page was on its way.
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
