import { key, type PlainKey, t } from "../texts/texts";
import { ProgressBar } from "../ui/progress-bar";
import { SearchField } from "../ui/search-field";
import { useStatusAnnouncement } from "../ui/use-status-announcement";
import { PAGE_SIZE } from "../ui/use-paged-list";
import { searchStatus } from "./search-status";
import type { SortOrder } from "./sort-learners";
import type { Roster } from "./use-roster";

const SORT_ORDERS: readonly { readonly order: SortOrder; readonly label: PlainKey }[] = [
  { order: "id", label: key("user_id") },
  { order: "name", label: key("learners.sort_name") },
  { order: "least", label: key("learners.sort_least") },
  { order: "most", label: key("learners.sort_most") },
  { order: "newest", label: key("learners.sort_newest") },
];

/** The search field and sort order of the learner list, with the progress of a running search. */
export function Search({ roster }: { roster: Roster }) {
  const { list, view, setView, query, order, sortable, total, counts } = roster;
  const sorts = order !== "id";
  const { loading, complete } = list;
  const status = searchStatus({ query, sorts, loaded: list.items.length, total, loading, complete });
  useStatusAnnouncement(status, view.query, loading);
  return (
    <search class="stack">
      <div class="find">
        <SearchField
          id="find"
          label={t("learners.search")}
          value={view.query}
          onChange={(text) => setView({ ...view, query: text, shown: PAGE_SIZE })}
        />
        {sortable && (
          <div>
            <label for="order">{t("learners.sort_by")}</label>
            <select
              id="order"
              value={order}
              onChange={(event) =>
                setView({ ...view, order: event.currentTarget.value as SortOrder, shown: PAGE_SIZE })
              }
            >
              {SORT_ORDERS.map((sort) => (
                <option key={sort.order} value={sort.order}>
                  {t(sort.label)}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      {status && (
        <div class="status">
          <p>{status}</p>
          {!query && !complete && (
            <ProgressBar percent={total === 0 ? 0 : (list.items.length / total) * 100} label={t("learners.loaded")} />
          )}
        </div>
      )}
      {query && counts?.as_of === null && <p class="hint">{t("learners.indexing")}</p>}
    </search>
  );
}
