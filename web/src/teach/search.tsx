import { useEffect, useRef } from "preact/hooks";

import { announce } from "../ui/announcer";
import { ProgressBar } from "../ui/progress-bar";
import { PAGE_SIZE } from "../ui/use-paged-list";
import type { SortOrder } from "./search-learners";
import { searchStatus } from "./search-status";
import type { Roster } from "./use-roster";

/** Whoever types wants no number for every letter. */
const TYPING_DELAY_MS = 700;

const SORT_ORDERS: readonly { readonly order: SortOrder; readonly label: string }[] = [
  { order: "id", label: "User id" },
  { order: "name", label: "Name, A to Z" },
  { order: "least", label: "Least progress first" },
  { order: "most", label: "Most progress first" },
  { order: "newest", label: "Completed last first" },
];

/** Finding learners, and putting them in order; what is found is said, and how far the search is. */
export function Search({ roster }: { roster: Roster }) {
  const { list, view, setView, needsAll, matching, total } = roster;
  const field = useRef<HTMLInputElement>(null);
  const status = needsAll
    ? searchStatus({
        query: view.query,
        matches: matching.length,
        loaded: list.items.length,
        total,
        complete: list.complete,
      })
    : "";
  useStatusAnnouncement(status, view.query, list.loading);
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
              onInput={(event) => setView({ ...view, query: event.currentTarget.value, shown: PAGE_SIZE })}
            />
            {view.query !== "" && (
              <button
                class="button"
                onClick={() => {
                  setView({ ...view, query: "", shown: PAGE_SIZE });
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
            onChange={(event) => setView({ ...view, order: event.currentTarget.value as SortOrder, shown: PAGE_SIZE })}
          >
            {SORT_ORDERS.map(({ order, label }) => (
              <option key={order} value={order}>
                {label}
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
function useStatusAnnouncement(status: string, query: string, loading: boolean): void {
  const latest = useRef(status);
  latest.current = status;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (latest.current) announce(latest.current);
    }, TYPING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [query, loading]);
}
