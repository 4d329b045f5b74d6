import { useEffect, useRef, useState } from "preact/hooks";

import { SessionEndedError, signIn } from "../session/session";
import { type Page, pagesOf, type Wanted } from "./paging";

/** How many more items a list shows at a time. */
export const STEP = 25;
/** The most that the API gives in one page. */
export const LARGEST_PAGE = 100;

/** As much of a list as was asked for so far. */
export interface Paged<Item, Answer> {
  readonly items: readonly Item[];
  /** The page that came last; it may say something of the whole list. */
  readonly newest: Answer | undefined;
  /** Whether there is nothing more to load. */
  readonly complete: boolean;
  readonly loading: boolean;
  readonly error: unknown;
  /** Go on after an error, where it stopped. */
  readonly retry: () => void;
}

interface State<Item, Answer> {
  readonly key: string;
  readonly items: readonly Item[];
  readonly newest?: Answer;
  /** Undefined before the first page, null behind the last. */
  readonly cursor: string | null | undefined;
  readonly error?: unknown;
}

/**
 * Load the beginning of a list, and more of it when `wanted` grows; what was loaded stays when it shrinks.
 *
 * @param load asks for one page.
 * @param key of the list; with another one it begins anew.
 * @param wanted how many items to load; `Infinity` for all, one page after the other.
 */
export function usePaged<Item, Answer extends Page<Item>>(
  load: (wanted: Wanted & { limit: number }) => Promise<Answer>,
  key: string,
  wanted: number,
): Paged<Item, Answer> {
  const [kept, setKept] = useState<State<Item, Answer>>({ key, items: [], cursor: undefined });
  const [attempt, setAttempt] = useState(0);
  const state = kept.key === key ? kept : { key, items: [], cursor: undefined };
  const latest = useRef({ load, state });
  latest.current = { load, state };
  const missing = state.cursor !== null && state.items.length < wanted;

  useEffect(() => {
    if (!missing) return;
    const stopping = new AbortController();
    const { signal } = stopping;
    const began = latest.current.state;
    if (began.error !== undefined) setKept({ ...began, error: undefined });
    const limit = Math.min(LARGEST_PAGE, Math.max(STEP, wanted - began.items.length));
    const run = async () => {
      let { items } = began;
      const ask = (page: Wanted) => latest.current.load({ ...page, limit });
      try {
        for await (const page of pagesOf(ask, began.cursor ?? undefined, signal)) {
          items = [...items, ...page.items];
          setKept({ key, items, newest: page, cursor: page.next_cursor });
          if (items.length >= wanted) return;
        }
      } catch (error) {
        if (began.cursor === undefined && items.length === 0 && error instanceof SessionEndedError) void signIn();
        setKept((before) => ({ ...(before.key === key ? before : began), error }));
      }
    };
    void run();
    return () => stopping.abort();
  }, [key, wanted, missing, attempt]);

  return {
    items: state.items,
    newest: state.newest,
    complete: state.cursor === null,
    loading: missing && state.error === undefined,
    error: state.error,
    retry: () => setAttempt(attempt + 1),
  };
}
