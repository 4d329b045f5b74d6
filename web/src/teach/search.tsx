import { useEffect, useRef } from "preact/hooks";

import { announce } from "../ui/announcer";
import { ProgressBar } from "../ui/progress-bar";
import { STEP } from "../ui/use-paged";
import type { Order } from "./finding";
import { statusSentence } from "./status";
import type { Roster } from "./use-roster";

/** Whoever types wants no number for every letter. */
const PAUSE_IN_TYPING_MS = 700;

const ORDERS: readonly { readonly order: Order; readonly words: string }[] = [
  { order: "id", words: "User id" },
  { order: "name", words: "Name, A to Z" },
  { order: "least", words: "Least progress first" },
  { order: "most", words: "Most progress first" },
  { order: "newest", words: "Completed last first" },
];

/** Finding learners, and putting them in order; what is found is said, and how far the search is. */
export function Search({ roster }: { roster: Roster }) {
  const { list, view, setView, everybody, matching, total } = roster;
  const field = useRef<HTMLInputElement>(null);
  const status = everybody
    ? statusSentence({
        query: view.query,
        matches: matching.length,
        loaded: list.items.length,
        total,
        complete: list.complete,
      })
    : "";
  useAnnounced(status, view.query, list.loading);
  return (
    <search class="stack">
      <div class="find">
        <div class="find-text">
          <label for="find">Search by name or user id</label>
          <div class="beside">
            <input
              id="find"
              ref={field}
              type="search"
              autocomplete="off"
              spellcheck={false}
              value={view.query}
              onInput={(event) => setView({ ...view, query: event.currentTarget.value, shown: STEP })}
            />
            {view.query !== "" && (
              <button
                class="button"
                onClick={() => {
                  setView({ ...view, query: "", shown: STEP });
                  field.current?.focus();
                }}
              >
                Clear<span class="visually-hidden"> search</span>
              </button>
            )}
          </div>
        </div>
        <div>
          <label for="order">Order by</label>
          <select
            id="order"
            value={view.order}
            onChange={(event) => setView({ ...view, order: event.currentTarget.value as Order, shown: STEP })}
          >
            {ORDERS.map(({ order, words }) => (
              <option key={order} value={order}>
                {words}
              </option>
            ))}
          </select>
        </div>
      </div>
      {status && (
        <div class="status">
          <p>{status}</p>
          {!list.complete && (
            <ProgressBar percent={total === 0 ? 0 : (list.items.length / total) * 100} label="Learners loaded" />
          )}
        </div>
      )}
    </search>
  );
}

/** Say the status when the typing pauses, and again when everybody is searched. */
function useAnnounced(status: string, query: string, loading: boolean): void {
  const latest = useRef(status);
  latest.current = status;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (latest.current) announce(latest.current);
    }, PAUSE_IN_TYPING_MS);
    return () => clearTimeout(timer);
  }, [query, loading]);
}
