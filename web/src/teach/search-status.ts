// The status text of a search or sort, while learners are loading and afterwards.
import { t } from "../texts/texts";

/** The state of a search or sort. */
export interface SearchProgress {
  /** Empty where nothing is searched for. */
  readonly query: string;
  /** Whether all learners are loaded to be sorted. */
  readonly sorts: boolean;
  /** How many learners are loaded: of a search, those found. */
  readonly loaded: number;
  /** How many learners the course has. */
  readonly total: number;
  readonly loading: boolean;
  readonly complete: boolean;
}

/** One sentence on a search or sort in progress, or on its result; empty when there is nothing to report. */
export function searchStatus({ query, sorts, loaded, total, loading, complete }: SearchProgress): string {
  if (query) return foundStatus(loaded, loading, complete);
  return sorts && !complete ? t("search_status.sorting", { loaded, count: total }) : "";
}

/** One sentence on how much a search has found. */
export function foundStatus(found: number, loading: boolean, complete: boolean): string {
  if (complete) return found === 0 ? t("search_status.nobody") : t("search_status.found", { count: found });
  if (loading) return found === 0 ? t("search_status.searching") : t("search_status.so_far", { count: found });
  return found === 0 ? "" : t("search_status.more", { count: found });
}
