import { useEffect, useRef } from "preact/hooks";

import { announce } from "../ui/announcer";
import { ProgressBar } from "../ui/progress-bar";
import { PAGE_SIZE } from "../ui/use-paged-list";
import type { SortOrder } from "./search-learners";
import { searchStatus } from "./search-status";
import type { Roster } from "./use-roster";

/** Results are announced once typing pauses, not for every letter. */
const TYPING_DELAY_MS = 700;

const SORT_ORDERS: readonly { readonly order: SortOrder; readonly label: string }[] = [
  { order: "id", label: "User ID" },
  { order: "name", label: "Name (A–Z)" },
  { order: "least", label: "Least progress first" },
  { order: "most", label: "Most progress first" },
  { order: "newest", label: "Most recently completed" },
];

/** The search field and sort order of the learner list, with the progress of a running search. */
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
          <label for="find">Search by name or user ID</label>
          <div class="row">
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
          <label for="order">Sort by</label>
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

/** Announces the status when typing pauses, and again when all learners are loaded. */
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
