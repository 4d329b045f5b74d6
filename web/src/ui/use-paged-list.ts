import { useEffect, useRef, useState } from "preact/hooks";

import { SessionEndedError, signIn } from "../session/session";
import { type Page, pagesOf, type PageRequest } from "./paging";

/** How many more items a list shows at a time. */
export const PAGE_SIZE = 25;
/** The API's largest page. */
export const MAX_PAGE_SIZE = 100;

/** A partly loaded list. */
export interface PagedList<Item, Answer> {
  readonly items: readonly Item[];
  /** The latest page; it may contain data about the whole list. */
  readonly lastPage: Answer | undefined;
  /** Whether there is nothing more to load. */
  readonly complete: boolean;
  readonly loading: boolean;
  readonly error: unknown;
  /** Continue after an error. */
  readonly retry: () => void;
}

interface State<Item, Answer> {
  readonly key: string;
  readonly items: readonly Item[];
  readonly lastPage?: Answer;
  /** Undefined before the first page, null after the last. */
  readonly cursor: string | null | undefined;
  readonly error?: unknown;
}

/**
 * Load the beginning of a list, and more of it when `wanted` grows. Loaded items stay when it shrinks.
 *
 * @param load fetches one page.
 * @param key identifies the list; another key starts over.
 * @param wanted how many items to load; `Infinity` for all, page by page.
 */
export function usePagedList<Item, Answer extends Page<Item>>(
  load: (wanted: PageRequest & { limit: number }) => Promise<Answer>,
  key: string,
  wanted: number,
): PagedList<Item, Answer> {
  const [stored, setStored] = useState<State<Item, Answer>>({ key, items: [], cursor: undefined });
  const [attempt, setAttempt] = useState(0);
  const state = stored.key === key ? stored : { key, items: [], cursor: undefined };
  const latest = useRef({ load, state });
  latest.current = { load, state };
  const needsMore = state.cursor !== null && state.items.length < wanted;

  useEffect(() => {
    if (!needsMore) return;
    const controller = new AbortController();
    const { signal } = controller;
    const initial = latest.current.state;
    if (initial.error !== undefined) setStored({ ...initial, error: undefined });
    const limit = Math.min(MAX_PAGE_SIZE, Math.max(PAGE_SIZE, wanted - initial.items.length));
    const loadPages = async () => {
      let { items } = initial;
      const loadPage = (page: PageRequest) => latest.current.load({ ...page, limit });
      try {
        for await (const page of pagesOf(loadPage, initial.cursor ?? undefined, signal)) {
          items = [...items, ...page.items];
          setStored({ key, items, lastPage: page, cursor: page.next_cursor });
          if (items.length >= wanted) return;
        }
      } catch (error) {
        if (initial.cursor === undefined && items.length === 0 && error instanceof SessionEndedError) void signIn();
        setStored((before) => ({ ...(before.key === key ? before : initial), error }));
      }
    };
    void loadPages();
    return () => controller.abort();
  }, [key, wanted, needsMore, attempt]);

  return {
    items: state.items,
    lastPage: state.lastPage,
    complete: state.cursor === null,
    loading: needsMore && state.error === undefined,
    error: state.error,
    retry: () => setAttempt(attempt + 1),
  };
}
